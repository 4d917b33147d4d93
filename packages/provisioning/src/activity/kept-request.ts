// What is kept of a request that writes, so that it can be explained later: its body without secrets, within bounds.
import { isNeverReturned, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import type { KeptRequest } from './activity-record.ts';
import { beginningOf, SAMPLE_NAME_CHARACTERS } from './samples.ts';

/** Characters of a body that are kept; a longer one is not kept. */
export const KEPT_BODY_CHARACTERS = 16_384;
/** Objects and lists within each other; a deeper body is not kept. */
const MOST_DEPTH = 16;
/** What stands in place of a text that is not kept. */
export const REDACTED = '[redacted]';

/** Names that are those of secrets, whatever the schemas say. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...['password', 'passwd', 'secret', 'clientsecret', 'authorization', 'credential', 'credentials'],
  ...['token', 'accesstoken', 'refreshtoken', 'apikey', 'privatekey'],
]);
/** Keys of an envelope: their texts say nothing of a person. */
const ENVELOPE_KEYS: ReadonlySet<string> = new Set(['schemas', 'op', 'path']);
/** What names a member of a group beside its id: a group's request is not erased with its members. */
const MEMBER_LABELS: ReadonlySet<string> = new Set(['display', '$ref']);
const LONGEST_FLAG = 5;

const neverReturnedOf = (nodes: Iterable<AttributeNode>): readonly string[] =>
  [...nodes].flatMap((node) => [
    ...(isNeverReturned(node) ? [node.definition.name.toLowerCase()] : []),
    ...neverReturnedOf(node.children.values()),
  ]);

/** Names of what is never returned, by type: a type does not change. */
const knownNeverReturned = new WeakMap<ResourceType, readonly string[]>();

const neverReturnedIn = (type: ResourceType): readonly string[] => {
  const known = knownNeverReturned.get(type);
  if (known !== undefined) return known;
  const found = [...new Set(neverReturnedOf(type.attributes.values()))];
  knownNeverReturned.set(type, found);
  return found;
};

/** Whether a part of an attribute path is the name of a secret. */
const namesSecret = (name: string): boolean =>
  name.split(':').some((part) => part.split('.').some((segment) => SECRET_NAMES.has(segment.trim())));

/** The value with its kind, without what it says: a request with it is understood as the one that was sent. */
const masked = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const isFlag = value.length <= LONGEST_FLAG && ['true', 'false', ''].includes(value.toLowerCase());
    return isFlag ? value : REDACTED;
  }
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]));
};

interface Redaction {
  readonly type: ResourceType;
  /** Whether no text of a value is kept: nobody could say who the person is, and so when it has to go. */
  readonly isNameless: boolean;
}

/** The body without secrets; undefined when it cannot be kept. */
const redactedBody = (body: unknown, { type, isNameless }: Redaction): unknown => {
  const isGroup = type.definition.membership?.side === 'group';
  const neverReturned = neverReturnedIn(type);
  const secretNames = [...neverReturned, ...SECRET_NAMES];
  let left = KEPT_BODY_CHARACTERS;
  let isKept = true;

  const isSecret = (name: string): boolean =>
    neverReturned.some((secret) => name.includes(secret)) || namesSecret(name);

  /** Takes a text from what may be kept. */
  const take = (text: string): string => {
    left -= text.length;
    isKept &&= left >= 0;
    return text;
  };

  const textOf = (text: string, isEnvelope: boolean): string => {
    const lower = take(text).toLowerCase();
    // A filter, or JSON that is sent as a text.
    const hasWithin = (names: readonly string[]): boolean =>
      text.includes('"') && names.some((name) => lower.includes(name));
    const mayHoldSecret = hasWithin(secretNames);
    if (isEnvelope && (mayHoldSecret || (isGroup && hasWithin(['display'])))) isKept = false;
    return !isEnvelope && (isNameless || mayHoldSecret) ? String(masked(text)) : text;
  };

  const objectOf = (object: object, depth: number): unknown => {
    const entries: readonly (readonly [string, unknown])[] = Object.entries(object);
    const lower = new Map(entries.map(([key, value]) => [key.toLowerCase(), value]));
    const path = lower.get('path');
    const writesSecret = typeof path === 'string' && isSecret(path.toLowerCase());
    const isMember = isGroup && lower.has('value') && !lower.has('op');
    const kept = entries.flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
      const name = take(key).toLowerCase();
      if (isMember && MEMBER_LABELS.has(name)) return [];
      if (isSecret(name) || (writesSecret && name === 'value')) return [[key, masked(value)]];
      return [[key, valueOf(value, depth + 1, ENVELOPE_KEYS.has(name))]];
    });
    return Object.fromEntries(kept);
  };

  const valueOf = (value: unknown, depth: number, isEnvelope: boolean): unknown => {
    if (!isKept || depth > MOST_DEPTH) {
      isKept = false;
      return undefined;
    }
    if (typeof value === 'string') return textOf(value, isEnvelope);
    if (Array.isArray(value)) return value.map((one) => valueOf(one, depth + 1, isEnvelope));
    if (typeof value === 'object' && value !== null) return objectOf(value, depth);
    take(String(value));
    return isNameless && typeof value === 'number' ? 0 : value;
  };

  const kept = valueOf(body, 0, false);
  return isKept ? kept : undefined;
};

/** A request that writes, as the use cases get it. */
interface SentRequest {
  readonly type: ResourceType;
  /** JSON as received; absent of a deletion. */
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  /** Whether the request tells neither the id nor the name of a resource. */
  readonly isNameless: boolean;
}

/** What is kept of a request. */
export const keptRequest = ({ type, body, ifMatch, ifNoneMatch, isNameless }: SentRequest): KeptRequest => {
  const kept = body === undefined ? undefined : redactedBody(body, { type, isNameless });
  return {
    ...(kept !== undefined && { body: kept }),
    ...(body !== undefined && kept === undefined && { isCut: true }),
    ...(ifMatch !== undefined && { ifMatch: beginningOf(ifMatch, SAMPLE_NAME_CHARACTERS) }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch: beginningOf(ifNoneMatch, SAMPLE_NAME_CHARACTERS) }),
  };
};
