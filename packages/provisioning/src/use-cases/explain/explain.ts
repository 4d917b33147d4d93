// Explains requests: runs them dry against the data of today, and says how they were understood. It never writes.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Complex } from '@looop-scim/scim/attribute';
import { InvalidSyntax, PayloadTooLarge, type ScimFailure, type StorageUnavailable } from '@looop-scim/scim/errors';
import { errorMessage } from '@looop-scim/scim/message';
import { readDocument } from '@looop-scim/scim/read';
import type { ResourceType } from '@looop-scim/scim/schema';
import { diffDocuments } from '@looop-scim/scim/write';
import type { ActivityRecord } from '../../activity/activity-record.ts';
import { KEPT_BODY_CHARACTERS } from '../../activity/kept-request.ts';
import { sampleOf } from '../../activity/samples.ts';
import type { DryRun, Explaining, Explanation, PastedRequest } from '../../ports/inbound/explanation.ts';
import { jsonSize } from '../../rules/json-size.ts';
import { unknownEndpoint } from '../../rules/unknown-endpoint.ts';
import { withoutSecrets } from '../../rules/resource-rules.ts';
import { readEntry } from '../activity-entry.ts';
import { setsOf, type ScimDependencies } from '../dependencies.ts';
import { describeService } from '../describe-service.ts';
import { boundOperations } from './bound-operations.ts';
import { clausesOf } from './clauses.ts';
import { makeDryFacts, type DryFacts } from './dry-facts.ts';
import { makeDryRun, type DryOutcome, type DryRequest } from './dry-run.ts';
import { findFiredLeniencies } from './fired-leniencies.ts';

/** A PATCH of a group is answered without a body. */
const statusOf = ({ operation, type }: DryRequest): number => {
  const isOfGroup = type.definition.membership?.side === 'group';
  return { create: 201, replace: 200, patch: isOfGroup ? 204 : 200, delete: 204 }[operation];
};
const METHODS = { create: 'POST', replace: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;
const OPERATIONS = { POST: 'create', PUT: 'replace', PATCH: 'patch', DELETE: 'delete' } as const;
const BASE_PATH = '/scim/v2';

/** What a pasted body may have. A request is run some 25 times, by the thread that serves everybody. */
const MOST = { characters: 65_536, depth: 32 } as const;

/** Refuses a body that would take too long, or that cannot be shown. */
const checkSize = ({ body }: PastedRequest): Effect.Effect<void, PayloadTooLarge | InvalidSyntax> => {
  const { characters, depth } = jsonSize(body, MOST);
  if (depth > MOST.depth) {
    return Effect.fail(new InvalidSyntax({ reason: `the body has more than ${MOST.depth} levels` }));
  }
  return characters > MOST.characters
    ? Effect.fail(new PayloadTooLarge({ limit: 'body', maximum: MOST.characters }))
    : Effect.void;
};

/** Whether a request is short enough to be tried without each leniency: as short as what is kept. */
const isShort = (body: unknown): boolean => {
  const most = { ...MOST, characters: KEPT_BODY_CHARACTERS };
  return jsonSize(body, most).characters <= KEPT_BODY_CHARACTERS;
};

const refusedRun = (failure: ScimFailure): DryRun => {
  const { status, body } = errorMessage(failure);
  const { scimType, detail } = body;
  return {
    outcome: 'refused',
    status,
    failure: { kind: failure._tag, ...(scimType !== undefined && { scimType }), detail },
    ...{ changes: [], ignored: [], hasUntoldMembers: false },
  };
};

/** The segments of a path below the base URL, or of a whole URL. */
const segmentsOf = (path: string): readonly string[] => {
  const [whole = ''] = path.split('?', 1);
  const base = whole.lastIndexOf(BASE_PATH);
  const below = base < 0 ? whole : whole.slice(base + BASE_PATH.length);
  return below.split('/').filter((segment) => segment !== '');
};

const samplesOf = (found: Extract<DryOutcome, { readonly _tag: 'Success' }>['success']): Partial<DryRun> => {
  const { membersAdded, membersRemoved, membersUnknown } = found.outcome;
  const [added, removed, unknown] = [sampleOf(membersAdded), sampleOf(membersRemoved), sampleOf(membersUnknown)];
  return {
    ...(added && { membersAdded: added }),
    ...(removed && { membersRemoved: removed }),
    ...(unknown && { membersUnknown: unknown }),
  };
};

const ranDry = (request: DryRequest, outcome: DryOutcome, facts: DryFacts): Effect.Effect<DryRun, StorageUnavailable> =>
  Effect.gen(function* () {
    const { operation, type, id } = request;
    if (Result.isFailure(outcome)) return refusedRun(outcome.failure);
    const { outcome: written, activity, isDeletion, hasUntoldMembers } = outcome.success;
    const before = operation === 'create' ? undefined : yield* facts.resource(type.name, id);
    const { document, version } = written.resource;
    return {
      outcome: written.changed ? 'applied' : 'unchanged',
      status: statusOf(request),
      changes: isDeletion ? [] : diffDocuments(type, before?.document ?? {}, document),
      ignored: activity.ignored,
      ...samplesOf(outcome.success),
      hasUntoldMembers,
      ...(!isDeletion && { document, version }),
    };
  });

/** What a POST or PUT was understood as, without secrets. */
const understoodOf = ({ operation, type, body }: DryRequest, deps: ScimDependencies): Complex | undefined => {
  if (operation !== 'create' && operation !== 'replace') return undefined;
  const read = readDocument(type, body, deps.policy);
  return Result.isSuccess(read) ? withoutSecrets(type, read.success.document) : undefined;
};

const requestOf = ({ type, id, operation, body, ifMatch }: DryRequest): Explanation['request'] => ({
  method: METHODS[operation],
  path: `${type.definition.endpoint}${id === '' ? '' : `/${id}`}`,
  ...(body !== undefined && { body }),
  ...(ifMatch !== undefined && { ifMatch }),
  resourceType: type.name,
  ...(id !== '' && { resourceId: id }),
});

/** The request of a record, as far as it was kept; undefined for one that does not write. */
const requestOfRecord = (record: ActivityRecord, type: ResourceType | undefined): DryRequest | undefined => {
  const { operation, resourceId = '', request } = record;
  if (operation === 'read' || operation === 'authenticate' || type === undefined) return undefined;
  const { body, ifMatch, ifNoneMatch } = request ?? {};
  return {
    ...{ operation, type, id: operation === 'create' ? '' : resourceId, body },
    ...(ifMatch !== undefined && { ifMatch }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
  };
};

/** Makes the explaining of one organisation's requests. */
export const makeExplaining = (given: ScimDependencies): Explaining => {
  const deps = { ...given, sets: setsOf(given) };
  const byEndpoint = new Map(deps.registry.resourceTypes.map((type) => [type.definition.endpoint, type]));

  const explain = Effect.fnUntraced(function* (request: DryRequest): Effect.fn.Return<Explanation, StorageUnavailable> {
    const facts = makeDryFacts(deps);
    const run = makeDryRun(deps, facts);
    const outcome = yield* run(request, deps.policy);
    const operations =
      request.operation === 'patch' ? boundOperations(request.type, request.body, deps.policy) : undefined;
    const understood = understoodOf(request, deps);
    const failure = Result.isFailure(outcome) ? outcome.failure : undefined;
    return {
      request: requestOf(request),
      isBodyMissing: false,
      ...(operations !== undefined && { operations }),
      ...(understood !== undefined && { understood }),
      ...(isShort(request.body)
        ? { leniencies: yield* findFiredLeniencies(deps.policy, outcome, (policy) => run(request, policy)) }
        : { leniencies: [], areLenienciesUntold: true as const }),
      clauses: clausesOf(request.operation, operations ?? [], failure),
      dryRun: yield* ranDry(request, outcome, facts),
    };
  });

  const nowhere = (request: PastedRequest, segments: readonly string[]): Explanation => {
    const failure = unknownEndpoint(describeService(deps), segments);
    return {
      ...{ request, isBodyMissing: false, leniencies: [] },
      clauses: clausesOf(undefined, [], failure),
      dryRun: refusedRun(failure),
    };
  };

  return {
    recorded: Effect.fnUntraced(function* (position: string) {
      const entry = yield* readEntry(deps.activity, position);
      if (entry === undefined) return undefined;
      const { record } = entry;
      const type = deps.registry.resourceType(record.resourceType ?? '');
      const request = requestOfRecord(record, type);
      if (request === undefined) return undefined;
      if (record.operation !== 'delete' && request.body === undefined) {
        const clauses = clausesOf(request.operation, [], undefined);
        return { request: requestOf(request), isBodyMissing: true, record, leniencies: [], clauses };
      }
      return { ...(yield* explain(request)), record };
    }),
    pasted: Effect.fnUntraced(function* (request: PastedRequest) {
      yield* checkSize(request);
      const segments = segmentsOf(request.path);
      const [endpoint = '', id = '', ...rest] = segments;
      const type = byEndpoint.get(`/${endpoint}`);
      const operation = OPERATIONS[request.method];
      const isWhole = (operation === 'create') === (id === '') && rest.length === 0;
      if (type === undefined || !isWhole) return nowhere(request, segments);
      const { body, ifMatch } = request;
      return yield* explain({ operation, type, id, body, ...(ifMatch !== undefined && { ifMatch }) });
    }),
  };
};
