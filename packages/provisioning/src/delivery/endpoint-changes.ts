// What the platform does to an endpoint: pure functions from an endpoint to the one afterwards.
import { paused } from './delivery-progress.ts';
import type { WebhookEndpoint, WebhookSecret, WebhookSettings } from './webhook-endpoint.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How long a secret that was replaced is signed with, in milliseconds. */
export const SECRET_OVERLAP_MS = 24 * HOUR_MS;

/** Secrets that are signed with at most. */
const MAX_SECRETS = 5;

/** A new endpoint, which sends what comes after `position`. */
export const newEndpoint = (
  id: string,
  settings: WebhookSettings,
  { secret, position, at }: { readonly secret: string; readonly position: number; readonly at: number },
): WebhookEndpoint => ({
  id,
  settings,
  secrets: [{ secret }],
  createdAt: at,
  status: { kind: 'active' },
  position,
  deadLetters: [],
  blocked: [],
  replaying: false,
});

const isValid = ({ expiresAt }: WebhookSecret, now: number): boolean => expiresAt === undefined || expiresAt > now;

/** The secrets that a message is signed with, the newest first. */
export const secretsAt = ({ secrets }: WebhookEndpoint, now: number): readonly string[] =>
  secrets.filter((secret) => isValid(secret, now)).map(({ secret }) => secret);

/** Puts a new secret in place; the others are signed with for 24 hours more. */
export const withSecret = (endpoint: WebhookEndpoint, secret: string, now: number): WebhookEndpoint => {
  const expiresAt = now + SECRET_OVERLAP_MS;
  const kept = endpoint.secrets
    .filter((each) => isValid(each, now))
    .map((each) => ({ ...each, expiresAt: Math.min(each.expiresAt ?? expiresAt, expiresAt) }));
  return { ...endpoint, secrets: [{ secret }, ...kept].slice(0, MAX_SECRETS) };
};

/** Pauses an endpoint. One that has stopped already keeps its reason. */
export const pausedByAdministrator = (endpoint: WebhookEndpoint, now: number): WebhookEndpoint =>
  endpoint.status.kind === 'active' ? paused(endpoint, 'administrator', now) : endpoint;

/** Lets an endpoint go on at once, also one that waits to send again. */
export const resumed = ({ retry: _retry, ...endpoint }: WebhookEndpoint): WebhookEndpoint => ({
  ...endpoint,
  status: { kind: 'active' },
});

/**
 * Puts the position to `after`, whether back or on. What was set aside of the events that come again is set aside no more; while
 * earlier ones are, their subjects stay blocked.
 */
export const replayedFrom = ({ retry: _retry, ...endpoint }: WebhookEndpoint, after: number): WebhookEndpoint => {
  const deadLetters = endpoint.deadLetters.filter(({ sequence }) => sequence <= after);
  const isFree = deadLetters.length === 0;
  return { ...endpoint, position: after, deadLetters, ...(isFree && { blocked: [], replaying: false }) };
};

/** Sends what was set aside, before anything else. */
export const replayedSetAside = ({ retry: _retry, ...endpoint }: WebhookEndpoint): WebhookEndpoint => ({
  ...endpoint,
  replaying: endpoint.deadLetters.length > 0,
});

/** Puts other settings in place. What waits to be sent again is sent at once: the new URL may be the mended one. */
export const withSettings = (
  { retry: _retry, ...endpoint }: WebhookEndpoint,
  settings: WebhookSettings,
): WebhookEndpoint => ({ ...endpoint, settings });
