// The audit log: what people change by the API is recorded in one place, whatever the operation.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { FastifyRequest } from 'fastify';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { AuditLog, BegunSession, Actor, AuditEntry } from '@looop-scim/provisioning/accounts';
import { accessOf, type OperationId } from './access-table.ts';
import type { ApiFailure } from './api-failures.ts';
import { isSafe } from './cross-site.ts';
import type { Answer, AnyCall, Operation } from './operation.ts';
import type { PeopleGate } from './people-gate.ts';
import { timeText } from './time-text.ts';

const ACTIVITY_LIMIT = 100;

/** A page of an audit log as an answer. */
export const shownAudit = (
  log: AuditLog,
  { cursor, limit = ACTIVITY_LIMIT }: { readonly cursor?: string; readonly limit?: number },
): Effect.Effect<Answer, StorageUnavailable> =>
  Effect.map(log.page({ limit, ...(cursor !== undefined && { after: cursor }) }), ({ entries, next }) => ({
    body: {
      entries: entries.map(({ position: _position, at, ...rest }) => ({ at: timeText(at), ...rest })),
      hasMore: next !== undefined,
      ...(next !== undefined && { next }),
    },
  }));

const textsOf = (params: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** What there is to record. */
interface Audited {
  readonly request: FastifyRequest;
  readonly call: AnyCall;
}

/** An entry of now. */
const entryOf = (
  request: FastifyRequest,
  entry: Pick<AuditEntry, 'actor' | 'action' | 'target'>,
): Effect.Effect<AuditEntry> =>
  Effect.map(Clock.currentTimeMillis, (at) => ({ at, ...entry, address: request.ip, requestId: request.id }));

/** Whoever is signed in, as the log names them. */
const actorOf = ({ person }: AnyCall): Actor | undefined =>
  person === undefined ? undefined : { accountId: person.account.id, email: person.account.email };

/** What anybody may ask by POST, and changes nothing that somebody may be asked about. */
const QUESTIONS: readonly OperationId[] = ['describeLink', 'startSingleSignOn'];

/** Whether an operation changes something: what viewers may do does not, whatever its method. */
const isRecorded = ({ id, method }: Operation): boolean =>
  !isSafe(method) && accessOf(id).person !== 'viewer' && !QUESTIONS.includes(id);

/** Something that was refused, or whose outcome nobody knows: only of the first it is certain that nothing was done. */
const unlessUnknown = (log: AuditLog, position: string) => (failure: ApiFailure) =>
  failure._tag === 'StorageUnavailable' ? Effect.void : Effect.ignore(log.withdraw(position));

/**
 * Runs an operation, and records what a person changes by it: in the log of its organisation, else in that of the installation.
 * The entry is there before anything is done, so that a process which stops in between leaves no change without an entry. Who
 * signs in is known afterwards alone: nobody has the session until it is recorded.
 */
export const recorded = Effect.fnUntraced(function* (
  declared: Operation,
  { request, call }: Audited,
): Effect.fn.Return<Answer, ApiFailure> {
  const { id: action } = declared;
  const log = call.desk?.audit ?? call.gate?.audit;
  if (log === undefined || !isRecorded(declared)) return yield* declared.run(call);
  const actor = declared.actorOf === undefined ? actorOf(call) : yield* declared.actorOf(call);
  const params = textsOf(request.params);
  if (actor === undefined) {
    const answer = yield* declared.run(call);
    const { actor: signedIn, target } = answer;
    if (signedIn === undefined) return answer;
    yield* log.record(yield* entryOf(request, { actor: signedIn, action, target: { ...params, ...target } }));
    return answer;
  }
  const entry = yield* entryOf(request, { actor, action, target: params });
  const position = yield* log.begin(entry);
  const answer = yield* Effect.tapError(declared.run(call), unlessUnknown(log, position));
  // It was done, and stands in the log already: whoever did it is told so even where the details cannot be added.
  yield* Effect.ignore(
    log.done(position, { ...entry, actor: answer.actor ?? actor, target: { ...params, ...answer.target } }),
  );
  return answer;
});

/** Records a sign-in by an identity provider. */
export const recordSignOn = (
  { audit }: PeopleGate,
  request: FastifyRequest,
  { access: { account } }: BegunSession,
): Effect.Effect<void, StorageUnavailable> =>
  Effect.flatMap(
    entryOf(request, {
      actor: { accountId: account.id, email: account.email },
      action: 'singleSignOn',
      target: {},
    }),
    audit.record,
  );
