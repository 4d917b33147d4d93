// What the reading of one request keeps track of: the policy, and what was left out.
import * as Result from 'effect/Result';
import type { InvalidValue } from '../errors.ts';
import { closestName } from '../attribute/closest-name.ts';
import { truncatedName } from '../attribute/json-value.ts';
import type { IgnoredAttribute } from '../attribute/resource.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { unknownAttribute } from './unknown-attribute.ts';

/** What the reading of a request keeps track of. */
export interface ReadContext {
  readonly policy: InteropPolicy;
  /** What was left out, by its name. */
  readonly ignored: Map<string, IgnoredAttribute>;
  /** Single complex attributes that said something, all of it under names that no schema has. */
  readonly unreadable: Set<AttributeNode>;
}

// A record of a request names what was left out; a body of nothing but unknown keys must not swell it.
const MAX_IGNORED = 100;

/** Begins a reading under a policy. */
export const startRead = (policy: InteropPolicy): ReadContext => ({
  policy,
  ignored: new Map(),
  unreadable: new Set(),
});

/** Notes an attribute as left out. */
export const ignore = ({ ignored }: ReadContext, attribute: string, reason: IgnoredAttribute['reason']): void => {
  if (ignored.size < MAX_IGNORED) ignored.set(attribute, { attribute, reason });
};

/** The sub-attribute that was probably meant, as a path. */
export const suggestChild = (parent: AttributeNode, key: string): string | undefined => {
  const names = Array.from(parent.children.values(), ({ definition }) => definition.name);
  const nearest = closestName(key, names);
  return nearest === undefined ? undefined : parent.children.get(nearest.toLowerCase())?.path;
};

/**
 * Notes an unknown attribute as left out; `meant` is asked what was probably meant where it is refused.
 * Fails: `InvalidValue` when the policy wants it refused. RFC 7644 section 3.1.
 */
export const ignoreUnknown = (
  context: ReadContext,
  attribute: string,
  meant: () => string | undefined,
): Result.Result<void, InvalidValue> => {
  if (!context.policy.ignoreUnknownAttributes) return Result.fail(unknownAttribute(attribute, meant()));
  ignore(context, attribute, 'unknown');
  return Result.void;
};

/** Where a name that a schema does not have stands, for messages. */
export const unknownPath = (parent: AttributeNode, key: string): string =>
  `${parent.path}${parent.kind === 'extension' ? ':' : '.'}${truncatedName(key)}`;
