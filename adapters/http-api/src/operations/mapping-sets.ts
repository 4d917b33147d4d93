// The mapping set of the organisation: what is in force, its history, and changes.
import * as Effect from 'effect/Effect';
import { isEntityTags, matchesEntityTag } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { printMappingSet } from '@looop-scim/provisioning/mapping';
import type {
  MappingPreview,
  MappingVersion as SavedVersion,
  PreviewSubject,
} from '@looop-scim/provisioning/organisation';
import { InvalidRequest, OtherVersion, PreconditionRequired } from '../api-failures.ts';
import type { AuthenticatedKey } from '../authenticated-key.ts';
import { operation, type Answer, type Operation } from '../operation.ts';
import { MappingCheck, MappingSetSent } from '../mapping-schemas.ts';
import { mappingFault } from '../problem.ts';
import {
  Coverage,
  HISTORY_LIMIT,
  HistoryQuery,
  MappingCatalogue,
  MappingHistory,
  MappingVersion,
  NONE,
  PAGE_LIMIT,
  PageQuery,
  Preview,
  PreviewRequest,
  VersionParams,
} from '../schemas.ts';

const shownVersion = ({ version, set, at, author, restoredFrom }: SavedVersion): object => ({
  version,
  ...(at !== undefined && { savedAt: new Date(at).toISOString() }),
  ...(author !== undefined && { author }),
  ...(restoredFrom !== undefined && { restoredFrom }),
  set: printMappingSet(set),
});

const versionAnswer = (saved: SavedVersion): Answer => ({ body: shownVersion(saved), version: saved.version });

/**
 * The version that If-Match lets be replaced. Fails: `PreconditionRequired` without the header; `OtherVersion` when it names another
 * one than is in force. RFC 9110 section 13.1.1.
 */
const expectedVersion = (
  { mappings }: AuthenticatedKey,
  ifMatch: string | undefined,
): Effect.Effect<number, PreconditionRequired | OtherVersion | InvalidRequest | StorageUnavailable> => {
  if (ifMatch === undefined) return Effect.fail(new PreconditionRequired());
  if (!isEntityTags(ifMatch)) {
    const fault = { part: 'headers', pointer: '/If-Match', detail: 'must be an entity tag in quotes, or *' } as const;
    return Effect.fail(new InvalidRequest({ faults: [fault] }));
  }
  return Effect.flatMap(mappings.current(), ({ version }) =>
    matchesEntityTag(ifMatch, version) ? Effect.succeed(version) : Effect.fail(new OtherVersion({ current: version })),
  );
};

const shownPreview = ({ user, ...rest }: MappingPreview): object => ({
  ...(user !== undefined && {
    user: { id: user.id, ...(user.name !== undefined && { userName: user.name }) },
  }),
  ...rest,
});

const common = { tag: 'Mapping set', query: NONE } as const;

const readOperations: readonly Operation[] = [
  operation({
    ...common,
    id: 'getMappingSet',
    method: 'GET',
    path: '/mapping-set',
    summary: 'Read the mapping set in force',
    params: NONE,
    answer: MappingVersion,
    problems: [],
    run: ({ key: { mappings } }) => Effect.map(mappings.current(), versionAnswer),
  }),
  operation({
    ...common,
    id: 'listMappingVersions',
    method: 'GET',
    path: '/mapping-set/versions',
    summary: 'List saved versions, newest first',
    params: NONE,
    query: HistoryQuery,
    answer: MappingHistory,
    problems: [],
    run: ({ query: { cursor, limit }, key: { mappings } }) => {
      const request = { limit: limit ?? HISTORY_LIMIT, ...(cursor !== undefined && { before: cursor }) };
      return Effect.map(mappings.history(request), ({ versions, next }) => ({
        body: {
          versions: versions.map(shownVersion),
          hasMore: next !== undefined,
          ...(next !== undefined && { next: String(next) }),
        },
      }));
    },
  }),
  operation({
    ...common,
    id: 'getMappingVersion',
    method: 'GET',
    path: '/mapping-set/versions/{version}',
    summary: 'Read a version; 0 is the default set',
    params: VersionParams,
    answer: MappingVersion,
    problems: ['not-found'],
    run: ({ params, key: { mappings } }) => Effect.map(mappings.version(params.version), versionAnswer),
  }),
  operation({
    ...common,
    id: 'checkMappingSet',
    method: 'POST',
    path: '/mapping-set/check',
    summary: 'Check a set without saving it',
    params: NONE,
    body: MappingSetSent,
    answer: MappingCheck,
    problems: [],
    run: ({ body, key: { mappings } }) =>
      mappings.check(body).pipe(
        Effect.as({ body: { valid: true, errors: [] as readonly object[] } }),
        Effect.catchTag('InvalidMappingSet', ({ faults }) =>
          Effect.succeed({ body: { valid: false, errors: faults.map(mappingFault) } }),
        ),
      ),
  }),
  operation({
    ...common,
    id: 'previewMappingSet',
    method: 'POST',
    path: '/mapping-set/preview',
    summary: 'See the profile that a set makes, and how',
    description: 'Nothing is saved. The person is one of the organisation, or a SCIM User that is sent along.',
    params: NONE,
    body: PreviewRequest,
    answer: Preview,
    problems: ['not-found', 'invalid-mapping-set'],
    run: ({ body, key: { mappings } }) => {
      const subject: PreviewSubject = 'user' in body ? { user: body.user } : { resource: body.resource };
      const { set, version } = body;
      const request = {
        subject,
        ...(set !== undefined && { proposed: set }),
        ...(version !== undefined && { version }),
      };
      return Effect.map(mappings.preview(request), (preview) => ({ body: shownPreview(preview) }));
    },
  }),
];

const lookOperations: readonly Operation[] = [
  operation({
    ...common,
    id: 'getMappingCatalogue',
    method: 'GET',
    path: '/mapping-set/catalogue',
    summary: 'List the fields and attributes that a set can be made of',
    params: NONE,
    answer: MappingCatalogue,
    problems: [],
    run: ({ key: { mappings } }) => Effect.sync(() => ({ body: mappings.catalogue() })),
  }),
  operation({
    ...common,
    id: 'getCoverage',
    method: 'GET',
    path: '/mapping-set/coverage',
    summary: 'Count the people who have what the set in force needs',
    description: 'Page by page, in the order of ids: add the counts up.',
    params: NONE,
    query: PageQuery,
    answer: Coverage,
    problems: ['invalid-cursor'],
    run: ({ query: { cursor, limit = PAGE_LIMIT }, key: { platform } }) =>
      Effect.map(platform.coverage({ limit, ...(cursor !== undefined && { cursor }) }), (page) => ({
        body: { ...page, hasMore: page.next !== undefined },
      })),
  }),
];

const changes = {
  ...common,
  ifMatch: 'required',
  answer: MappingVersion,
} as const;

const changeOperations: readonly Operation[] = [
  operation({
    ...changes,
    id: 'saveMappingSet',
    method: 'PUT',
    path: '/mapping-set',
    summary: 'Save a set as the next version',
    params: NONE,
    body: MappingSetSent,
    problems: ['precondition-failed', 'invalid-mapping-set', 'precondition-required'],
    run: ({ body, ifMatch, key }) =>
      Effect.flatMap(expectedVersion(key, ifMatch), (expected) =>
        Effect.map(key.mappings.save(body, { author: key.author, expectedVersion: expected }), versionAnswer),
      ),
  }),
  operation({
    ...changes,
    id: 'restoreMappingVersion',
    method: 'POST',
    path: '/mapping-set/versions/{version}/restore',
    summary: 'Save the set of an older version as the next one',
    params: VersionParams,
    problems: ['not-found', 'precondition-failed', 'invalid-mapping-set', 'precondition-required'],
    run: ({ params, ifMatch, key }) =>
      Effect.flatMap(expectedVersion(key, ifMatch), (expected) =>
        Effect.map(
          key.mappings.restore(params.version, { author: key.author, expectedVersion: expected }),
          versionAnswer,
        ),
      ),
  }),
];

/** The operations about the mapping set. */
export const mappingOperations: readonly Operation[] = [...readOperations, ...lookOperations, ...changeOperations];
