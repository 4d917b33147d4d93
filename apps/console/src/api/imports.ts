// What the pages ask of imports: a file is sent, and a job of the server reads it.
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const AGAIN_MS = 700;

/** Types of bodies by the ends of names of files. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  ndjson: 'application/jsonl',
};

/** How a file is read. */
export interface ImportSettings {
  readonly of: 'users' | 'groups';
  readonly match: 'userName' | 'displayName' | 'externalId';
  readonly delimiter: string;
  readonly clearBlank: boolean;
  readonly dryRun: boolean;
}

/** A line that changed something, or would. */
export interface ImportExample {
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly changes: readonly { readonly attribute: string }[];
  readonly membersAdded?: number;
  readonly membersRemoved?: number;
}

/** An import, as far as it is. */
export interface ImportJob extends Omit<ImportSettings, 'delimiter'> {
  readonly id: string;
  readonly state: 'receiving' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly author: string;
  readonly createdAt: string;
  readonly failure?: string;
  readonly report: {
    readonly lines: number;
    readonly created: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly errors: readonly { readonly line: number; readonly column?: string; readonly reason: string }[];
    readonly examples: readonly ImportExample[];
  };
}

/** The type of the body of a file; undefined when it is none that can be imported. */
export const typeOf = (name: string): string | undefined => TYPES[name.toLowerCase().split('.').at(-1) ?? ''];

/** Whether a job goes on. */
export const isUnderWay = ({ state }: ImportJob): boolean => ['receiving', 'queued', 'running'].includes(state);

/** Sends a file. Fails: `ApiProblem`. */
export const startImport = (
  organisation: string,
  { file, type, settings }: { readonly file: File; readonly type: string; readonly settings: ImportSettings },
): Promise<ImportJob> => {
  const { of, match, delimiter, clearBlank, dryRun } = settings;
  const query = { of, match, delimiter, clearBlank: String(clearBlank), dryRun: String(dryRun) };
  return api<ImportJob>('/imports', { method: 'POST', organisation, query, upload: { type, content: file } });
};

const pathOf = (jobId: string): string => `/imports/${encodeURIComponent(jobId)}`;

export const cancelImport = (organisation: string, jobId: string): Promise<ImportJob> =>
  api<ImportJob>(`${pathOf(jobId)}/cancel`, { method: 'POST', organisation });

export const importQuery = (organisation: string, jobId: string) =>
  queryOptions({
    queryKey: [organisation, 'import', jobId],
    queryFn: ({ signal }) => api<ImportJob>(pathOf(jobId), { organisation, signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data) ? AGAIN_MS : false),
  });
