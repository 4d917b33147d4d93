// Imports of people and groups: the body is stored as it comes, and a job brings it in.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Static } from 'typebox';
import { InvalidSyntax, PayloadTooLarge } from '@looop-scim/scim/errors';
import {
  defaultMatch,
  JOB_LIMITS,
  settingFault,
  type ImportJob,
  type ImportRequest,
  type ImportUpload,
} from '@looop-scim/provisioning/directory';
import type { ApiFailure } from '../api-failures.ts';
import { operation, type Operation } from '../operation.ts';
import { ImportJobBody, ImportQuery, JobParams, NONE } from '../schemas.ts';

const CSV = 'text/csv';
const JSON_LINES = ['application/jsonl', 'application/x-ndjson'];

const shown = ({ kind: _kind, createdAt, finishedAt, request, ...job }: ImportJob): object => ({
  ...job,
  createdAt: new Date(createdAt).toISOString(),
  ...(finishedAt !== undefined && { finishedAt: new Date(finishedAt).toISOString() }),
  ...request,
});

/** Takes in the body. Fails: `PayloadTooLarge`; `InvalidSyntax` when it breaks off or is no UTF-8. */
const takeBody = Effect.fnUntraced(function* (
  stream: AsyncIterable<Uint8Array>,
  upload: ImportUpload,
): Effect.fn.Return<void, ApiFailure> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const chunks = stream[Symbol.asyncIterator]();
  const decoded = (chunk?: Uint8Array) =>
    Effect.try({
      try: () => (chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })),
      catch: () => new InvalidSyntax({ reason: 'the body is not UTF-8' }),
    });
  let bytes = 0;
  for (;;) {
    const chunk = yield* Effect.tryPromise({
      try: () => chunks.next(),
      catch: () => new InvalidSyntax({ reason: 'the body ended before it was whole; send it again' }),
    });
    if (chunk.done === true) break;
    bytes += chunk.value.byteLength;
    if (bytes > JOB_LIMITS.importBytes) {
      return yield* new PayloadTooLarge({ limit: 'body', maximum: JOB_LIMITS.importBytes });
    }
    yield* upload.append(yield* decoded(chunk.value));
  }
  yield* upload.append(yield* decoded());
});

type Asked = Static<typeof ImportQuery>;

/** What does not go together in what is asked for; undefined when all does. */
const faultOf = ({ of = 'users', match = defaultMatch(of), deactivateMissing = false, deactivateAtMost }: Asked) => {
  const fault = settingFault({ of, match, deactivateMissing });
  if (fault !== undefined) return `${fault.reason}: change ${fault.setting}`;
  const isBoundAlone = deactivateAtMost !== undefined && !deactivateMissing;
  return isBoundAlone ? 'deactivateAtMost goes with deactivateMissing=true' : undefined;
};

/** What is asked for. Fails: `InvalidSyntax` when settings do not go together. */
const requestOf = (asked: Asked, mediaType: string | undefined): Result.Result<ImportRequest, InvalidSyntax> => {
  const reason = faultOf(asked);
  if (reason !== undefined) return Result.fail(new InvalidSyntax({ reason }));
  const { of = 'users', match = defaultMatch(of), dryRun = false, clearBlank = false, delimiter = ',' } = asked;
  const { deactivateMissing, deactivateAtMost, maxErrors } = asked;
  return Result.succeed({
    ...{ of, match, dryRun, clearBlank },
    format: mediaType === CSV ? 'csv' : 'jsonl',
    delimiter: delimiter === 'tab' ? '\t' : delimiter,
    ...(deactivateMissing === true && { deactivateMissing }),
    ...(deactivateAtMost !== undefined && { deactivateAtMost }),
    ...(maxErrors !== undefined && { maxErrors }),
  });
};

const whyOf = (failure: ApiFailure): string =>
  failure._tag === 'InvalidSyntax'
    ? failure.reason
    : failure._tag === 'PayloadTooLarge'
      ? 'the body is too large'
      : 'the body was not stored';

const common = { tag: 'Imports', answer: ImportJobBody } as const;

/** The operations about imports. */
export const importOperations: readonly Operation[] = [
  operation({
    ...common,
    id: 'startImport',
    method: 'POST',
    path: '/imports',
    summary: 'Import people or groups',
    description:
      'Columns are fields of the profile and SCIM attribute paths, as in files that operators import. The answer comes when the body is stored; read the job to see what becomes of its lines. Whoever is as a line says is not written, so that an import may be sent again.',
    status: 202,
    isIdempotent: true,
    stream: [CSV, ...JSON_LINES],
    params: NONE,
    query: ImportQuery,
    problems: ['job-exists'],
    run: ({ query, mediaType, stream, idempotencyKey, key }) =>
      Effect.gen(function* () {
        const request = yield* Effect.fromResult(requestOf(query, mediaType));
        const submission = { request, author: key.author, ...(idempotencyKey !== undefined && { idempotencyKey }) };
        const upload = yield* key.jobs.submitImport(submission);
        if ('earlier' in upload) return { body: shown(upload.earlier) };
        const taken = takeBody(stream, upload);
        yield* Effect.tapError(taken, (failure) => Effect.ignore(upload.abandon(whyOf(failure))));
        return { body: shown(yield* upload.finish()) };
      }),
  }),
  operation({
    ...common,
    id: 'getImport',
    method: 'GET',
    path: '/imports/{jobId}',
    summary: 'See how far an import is, and which lines were refused',
    params: JobParams,
    query: NONE,
    problems: ['not-found'],
    run: ({ params, key }) => Effect.map(key.jobs.importJob(params.jobId), (job) => ({ body: shown(job) })),
  }),
  operation({
    ...common,
    id: 'cancelImport',
    method: 'POST',
    path: '/imports/{jobId}/cancel',
    summary: 'Stop an import',
    description: 'What it has brought in stays. One that has ended stays as it is.',
    params: JobParams,
    query: NONE,
    problems: ['not-found'],
    run: ({ params, key }) =>
      Effect.flatMap(key.jobs.cancel('import', params.jobId), () =>
        Effect.map(key.jobs.importJob(params.jobId), (job) => ({ body: shown(job) })),
      ),
  }),
];
