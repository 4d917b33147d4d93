// The audit log: what people change by the API is recorded in one place, whatever the operation.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { FastifyRequest } from 'fastify';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { AuditLog, BegunSession } from '@looop-scim/provisioning';
import type { Actor, AuditEntry } from '@looop-scim/provisioning/accounts';
import type { KnownCaller } from './callers.ts';
import { isSafe } from './cross-site.ts';
import type { Answer, Operation } from './operation.ts';
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

/** Who has done it: whoever is signed in, or has signed in by it. */
const actorOf = ({ person }: KnownCaller, { actor }: Answer): Actor | undefined =>
  actor ?? (person === undefined ? undefined : { accountId: person.account.id, email: person.account.email });

const textsOf = (params: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** Records something that somebody did now. */
const record = (log: AuditLog, request: FastifyRequest, entry: Pick<AuditEntry, 'actor' | 'action' | 'target'>) =>
  Effect.flatMap(Clock.currentTimeMillis, (at) =>
    log.record({ at, ...entry, address: request.ip, requestId: request.id }),
  );

/** What there is to record. */
interface Recorded {
  readonly request: FastifyRequest;
  readonly known: KnownCaller;
  readonly answer: Answer;
  readonly gate: PeopleGate | undefined;
}

/** What an operation of a person has changed, recorded: in its organisation's log, else in that of the installation. */
export const recordChange = (
  { id, method }: Operation,
  { request, known, answer, gate }: Recorded,
): Effect.Effect<void, StorageUnavailable> => {
  const actor = actorOf(known, answer);
  if (gate === undefined || actor === undefined || isSafe(method)) return Effect.void;
  const target = { ...textsOf(request.params), ...answer.target };
  return record(known.desk?.audit ?? gate.audit, request, { actor, action: id, target });
};

/** Records a sign-in by an identity provider. */
export const recordSignOn = (
  { audit }: PeopleGate,
  request: FastifyRequest,
  { access: { account } }: BegunSession,
): Effect.Effect<void, StorageUnavailable> =>
  record(audit, request, {
    actor: { accountId: account.id, email: account.email },
    action: 'singleSignOn',
    target: {},
  });
