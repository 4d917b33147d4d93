// How many people a mapping set would change: a job, since everybody is looked at.
import * as Effect from 'effect/Effect';
import type { ImpactJob } from '@looop-scim/provisioning/directory';
import { operation, type Operation } from '../operation.ts';
import { MappingSetSent } from '../mapping-schemas.ts';
import { ImpactJobBody, JobParams, NONE } from '../schemas.ts';

const shown = ({ kind: _kind, createdAt, finishedAt, request: _request, ...job }: ImpactJob): object => ({
  ...job,
  createdAt: new Date(createdAt).toISOString(),
  ...(finishedAt !== undefined && { finishedAt: new Date(finishedAt).toISOString() }),
});

const common = { tag: 'Mapping set', answer: ImpactJobBody, query: NONE } as const;

/** The operations about the impact of mapping sets. */
export const impactOperations: readonly Operation[] = [
  operation({
    ...common,
    id: 'startMappingImpact',
    method: 'POST',
    path: '/mapping-set/impacts',
    summary: 'Count the people whose profile a set would change',
    description: 'Nothing is saved. Read the job to see how far it is.',
    status: 202,
    params: NONE,
    body: MappingSetSent,
    problems: ['invalid-mapping-set'],
    run: ({ body, key }) => Effect.map(key.jobs.submitImpact(body, key.author), (job) => ({ body: shown(job) })),
  }),
  operation({
    ...common,
    id: 'getMappingImpact',
    method: 'GET',
    path: '/mapping-set/impacts/{jobId}',
    summary: 'See how many people a set would change, with examples',
    params: JobParams,
    problems: ['not-found'],
    run: ({ params, key }) => Effect.map(key.jobs.impactJob(params.jobId), (job) => ({ body: shown(job) })),
  }),
  operation({
    ...common,
    id: 'cancelMappingImpact',
    method: 'POST',
    path: '/mapping-set/impacts/{jobId}/cancel',
    summary: 'Stop counting',
    params: JobParams,
    problems: ['not-found'],
    run: ({ params, key }) =>
      Effect.flatMap(key.jobs.cancel('impact', params.jobId), () =>
        Effect.map(key.jobs.impactJob(params.jobId), (job) => ({ body: shown(job) })),
      ),
  }),
];
