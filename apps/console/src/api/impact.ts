// How many people another mapping set would change: a job of the server, asked after until it ends.
import { queryOptions } from '@tanstack/react-query';
import type { ImpactJob } from '@looop-scim/http-api/contract';
import { api } from './client.ts';

const AGAIN_MS = 700;

/** Whether a job goes on. */
export const isRunning = ({ state }: ImpactJob): boolean => state === 'queued' || state === 'running';

export const startImpact = (organisation: string, set: unknown): Promise<ImpactJob> =>
  api<ImpactJob>('/mapping-set/impacts', { method: 'POST', organisation, body: set });

export const cancelImpact = (organisation: string, jobId: string): Promise<ImpactJob> =>
  api<ImpactJob>(`/mapping-set/impacts/${encodeURIComponent(jobId)}/cancel`, { method: 'POST', organisation });

export const impactQuery = (organisation: string, jobId: string) =>
  queryOptions({
    queryKey: [organisation, 'mapping', 'impact', jobId],
    queryFn: ({ signal }) =>
      api<ImpactJob>(`/mapping-set/impacts/${encodeURIComponent(jobId)}`, { organisation, signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isRunning(data) ? AGAIN_MS : false),
  });
