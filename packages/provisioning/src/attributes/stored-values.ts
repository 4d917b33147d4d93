// Which stored values a definition would make invalid.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import {
  comparable,
  isComplex,
  isList,
  resolveAttribute,
  type Complex,
  type Element,
  type Value,
} from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { strictPolicy } from '@looop-scim/scim/interop';
import { readDocument } from '@looop-scim/scim/read';
import type { AttributeNode, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { pathOf, type OwnAttribute } from './own-attribute.ts';

/** Resources and characters of a part of the walk: few enough that requests in between are not kept waiting. */
const PART = { limit: 500, maxCharacters: 1_048_576 } as const;

/** Decides on one stored value: undefined when it fits, else what does not. */
type Judge = (value: Value) => string | undefined;

const nodeOf = (registry: SchemaRegistry, own: OwnAttribute): AttributeNode | undefined => {
  const type = registry.resourceType('User');
  return type === undefined ? undefined : resolveAttribute(type, pathOf(own));
};

const scalarsOf = (value: Value): readonly Element[] => (isList(value) ? value : isComplex(value) ? [] : [value]);

/** Whether an index and the comparable documents that are stored would say the same under both definitions. */
const comparesAlike = (before: AttributeNode, after: AttributeNode, value: Value): boolean =>
  scalarsOf(value).every(
    (each) => !isComplex(each) && comparable(before.definition, each) === comparable(after.definition, each),
  );

/** Whether the value is one that a client could send today. RFC 7643 section 2.3. */
const isReadable = (type: ResourceType, { schema, name }: OwnAttribute, value: Value): boolean => {
  const body = { schemas: [type.definition.schema, schema], userName: 'x', [schema]: { [name]: value } };
  return Result.isSuccess(readDocument(type, body, strictPolicy));
};

/** Makes the judgement on values that were stored under `before`, which is absent when nobody knows under what. */
const judgeOf = (own: OwnAttribute, before: SchemaRegistry, after: SchemaRegistry): Judge => {
  const [was, is] = [nodeOf(before, own), nodeOf(after, own)];
  const type = after.resourceType('User');
  return (value) => {
    if (was === undefined) return 'was left by an attribute that is being purged';
    if (type === undefined || is === undefined) return 'has no attribute';
    if (isList(value) !== own.multiValued) return own.multiValued ? 'is not a list' : 'is a list';
    if (!isReadable(type, own, value)) {
      return own.canonicalValues.length > 0
        ? 'is of another type or none of the canonical values'
        : `is no ${own.type}`;
    }
    if (!comparesAlike(was, is, value)) return 'would compare with others in another way';
    const isTooLong = scalarsOf(value).some(
      (each) => typeof each === 'string' && each.length > is.definition.maxLength,
    );
    return isTooLong ? `has more than ${is.definition.maxLength} characters` : undefined;
  };
};

/** Users with values that do not fit, and what of the first one does not. */
export interface Misfits {
  readonly users: number;
  readonly reason: string;
}

const valueOf = (document: Complex, { schema, name }: OwnAttribute): Value | undefined => {
  const extension = Object.hasOwn(document, schema) ? document[schema] : undefined;
  return isComplex(extension) && Object.hasOwn(extension, name) ? extension[name] : undefined;
};

/** Counts the users whose stored values would be invalid. `resources` shows whatever is stored. */
export const countMisfits = Effect.fnUntraced(function* (
  resources: Pick<ResourceRepository, 'walk'>,
  own: OwnAttribute,
  { before, after }: { readonly before: SchemaRegistry; readonly after: SchemaRegistry },
): Effect.fn.Return<Misfits, StorageUnavailable> {
  const judge = judgeOf(own, before, after);
  let [users, reason] = [0, ''];
  let from: string | undefined;
  do {
    const part = yield* resources.walk({ resourceType: 'User', ...PART, ...(from !== undefined && { from }) });
    for (const { document } of part.resources) {
      const value = valueOf(document, own);
      const fault = value === undefined ? undefined : judge(value);
      if (fault === undefined) continue;
      users += 1;
      reason ||= fault;
    }
    from = part.next;
    yield* Effect.yieldNow;
  } while (from !== undefined);
  return { users, reason };
});
