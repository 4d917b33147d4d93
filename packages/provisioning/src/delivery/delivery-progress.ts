// How an endpoint goes on: a pure state machine. Each function is from an endpoint to the one after something has happened.
import type { DirectoryEvent } from '../events/directory-event.ts';
import type { FeedEvent } from '../ports/inbound/event-feed.ts';
import { nextAttemptAt } from './retry-schedule.ts';
import type { Verdict } from './verdict.ts';
import { subjectKey, type PauseReason, type WebhookEndpoint } from './webhook-endpoint.ts';

/** Events that one endpoint has set aside at most, and subjects of these. */
export const MAX_DEAD_LETTERS = 1000;
const MAX_BLOCKED = 10_000;

/** Between two notifications. */
const NOTIFY_EVERY_MS = 1000;

/** An attempt that was not accepted. */
export interface FailedDelivery {
  /** Of the event, or the one that was announced. */
  readonly sequence: number;
  /** Undefined for a notification. */
  readonly event: FeedEvent | undefined;
  readonly verdict: Exclude<Verdict, 'accepted'>;
  readonly deliveryKey: string;
  /** When this attempt began. */
  readonly at: number;
  readonly now: number;
  /** Undefined: the receiver asks for no pause. */
  readonly retryAfterSeconds: number | undefined;
  readonly chance: number;
}

/** The endpoint without a message that waits, and without lease. */
const idle = ({ retry: _retry, lease: _lease, notBefore: _pause, ...endpoint }: WebhookEndpoint): WebhookEndpoint =>
  endpoint;

/** Everything that an event is about: a person or group, and the members that it names. */
const subjectsOf = ({ subject, data }: DirectoryEvent): readonly string[] =>
  [subject, ...('members' in data ? (data.members ?? []) : [])].map(subjectKey);

/** Whether an earlier event of one of the subjects was set aside. */
export const isBlocked = ({ blocked }: WebhookEndpoint, { event }: FeedEvent): boolean =>
  subjectsOf(event).some((subject) => blocked.includes(subject));

/** The pause of an endpoint; the position stays. */
export const paused = (endpoint: WebhookEndpoint, reason: PauseReason, at: number): WebhookEndpoint => ({
  ...idle(endpoint),
  status: { kind: 'paused', reason, at },
});

/** The endpoint after events up to `position` are done with. */
export const movedTo = ({ retry: _retry, ...endpoint }: WebhookEndpoint, position: number): WebhookEndpoint => ({
  ...endpoint,
  position,
});

/** The endpoint after a notification was accepted. */
export const notifiedOf = (endpoint: WebhookEndpoint, position: number, now: number): WebhookEndpoint => ({
  ...movedTo(endpoint, position),
  notBefore: now + NOTIFY_EVERY_MS,
});

/**
 * Puts an event aside, and from now on all later ones of its subjects. An event whose subject is set aside takes its other subjects
 * with it, so that no event ever comes before an earlier one of the same subject.
 */
export const setAside = (endpoint: WebhookEndpoint, event: FeedEvent, now: number): WebhookEndpoint => {
  const blocked = [...new Set([...endpoint.blocked, ...subjectsOf(event.event)])];
  if (endpoint.deadLetters.length >= MAX_DEAD_LETTERS || blocked.length > MAX_BLOCKED)
    return paused(endpoint, 'tooManySetAside', now);
  const letter = { sequence: event.sequence, type: event.event.type, setAsideAt: now };
  return { ...movedTo(endpoint, event.sequence), deadLetters: [...endpoint.deadLetters, letter], blocked };
};

/** The endpoint after an event that was set aside is done with: when none is left, its subjects go on as all others. */
export const withoutDeadLetter = (
  { retry: _retry, ...endpoint }: WebhookEndpoint,
  sequence: number,
): WebhookEndpoint => {
  const deadLetters = endpoint.deadLetters.filter((letter) => letter.sequence !== sequence);
  const isLast = deadLetters.length === 0;
  return { ...endpoint, deadLetters, ...(isLast && { blocked: [], replaying: false }) };
};

/** After the last attempt: what was set aside stays so; a refused event is set aside where that is wanted; else the endpoint pauses. */
const givenUp = (endpoint: WebhookEndpoint, { verdict, event, now }: FailedDelivery): WebhookEndpoint => {
  if (verdict !== 'refused' || event === undefined || endpoint.settings.onFailure === 'pause')
    return paused(endpoint, 'failures', now);
  return endpoint.replaying ? { ...idle(endpoint), replaying: false } : setAside(endpoint, event, now);
};

/** The endpoint after an attempt that was not accepted. Whoever goes on with it later may be another process. */
export const afterFailure = (endpoint: WebhookEndpoint, failed: FailedDelivery): WebhookEndpoint => {
  const { verdict, sequence, deliveryKey, at, now, retryAfterSeconds = 0, chance } = failed;
  if (verdict === 'gone') return { ...idle(endpoint), status: { kind: 'disabled', at: now } };
  const attempts = (endpoint.retry?.attempts ?? 0) + 1;
  const firstAt = endpoint.retry?.firstAt ?? at;
  const nextAt = nextAttemptAt({ attempts, firstAt, now, chance, retryAfterSeconds });
  if (nextAt === undefined) return givenUp(endpoint, failed);
  return { ...idle(endpoint), retry: { sequence, attempts, firstAt, nextAt, deliveryKey } };
};

/** When an active endpoint has to do something that is known already, in milliseconds since 1970; undefined: when events come. */
const dueAt = ({ retry, replaying, notBefore = 0 }: WebhookEndpoint): number | undefined => {
  if (retry !== undefined) return retry.nextAt;
  return replaying ? notBefore : undefined;
};

/** Whether a process may begin to deliver now: the endpoint is active, nobody has it, and there is something to do. */
export const isDue = (endpoint: WebhookEndpoint, last: number, now: number): boolean => {
  const { status, lease, position, notBefore = 0 } = endpoint;
  if (status.kind !== 'active' || (lease !== undefined && lease.until > now)) return false;
  const known = dueAt(endpoint);
  if (known !== undefined) return known <= now;
  // A position behind the end of the log is looked at, too: the log was put back, and the endpoint has to say so.
  return position !== last && notBefore <= now;
};
