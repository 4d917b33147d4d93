// The organisation's own attributes: what there is, and changes.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { isEntityTags, matchesEntityTag } from '@looop-scim/scim/attribute';
import {
  pathOf,
  type AttributeAuthor,
  type ChangedAttribute,
  type DefinedAttribute,
} from '@looop-scim/provisioning/attributes';
import { InvalidRequest, OtherVersion } from '../api-failures.ts';
import type { AuthenticatedKey } from '../authenticated-key.ts';
import { operation, type Answer, type Operation } from '../operation.ts';
import { AttributeDefinition, AttributeList, AttributeParams, AttributeVersion, NONE } from '../schemas.ts';

const shown = ({ lookedUpSince: _lookup, stateSince: _since, ...attribute }: DefinedAttribute): object => ({
  path: pathOf(attribute),
  ...attribute,
});

const changeAnswer = ({ version, attribute }: ChangedAttribute): Answer => ({
  body: { version, attribute: shown(attribute) },
  version,
});

/** Who changes, and which version the change replaces. Fails: `OtherVersion`. RFC 9110 section 13.1.1. */
const authorOf = (
  { attributes, author }: AuthenticatedKey,
  ifMatch: string | undefined,
): Effect.Effect<AttributeAuthor, OtherVersion | InvalidRequest | StorageUnavailable> => {
  if (ifMatch === undefined) return Effect.succeed({ author });
  if (!isEntityTags(ifMatch)) {
    const fault = { part: 'headers', pointer: '/If-Match', detail: 'must be an entity tag in quotes, or *' } as const;
    return Effect.fail(new InvalidRequest({ faults: [fault] }));
  }
  return Effect.flatMap(attributes.list(), ({ version }) =>
    matchesEntityTag(ifMatch, version)
      ? Effect.succeed({ author, expectedVersion: version })
      : Effect.fail(new OtherVersion({ current: version })),
  );
};

const common = { tag: 'Schema', query: NONE } as const;
const changes = { ...common, ifMatch: 'optional', answer: AttributeVersion } as const;

/** The operations about own attributes. */
export const attributeOperations: readonly Operation[] = [
  operation({
    ...common,
    id: 'listAttributes',
    method: 'GET',
    path: '/schema/attributes',
    summary: "List the organisation's own attributes of users",
    description: 'Those that were removed are listed until they are purged.',
    params: NONE,
    answer: AttributeList,
    problems: [],
    run: ({ key }) =>
      Effect.map(key.attributes.list(), ({ version, attributes }) => ({
        body: { version, attributes: attributes.map(shown) },
        version,
      })),
  }),
  operation({
    ...changes,
    id: 'addAttribute',
    method: 'POST',
    path: '/schema/attributes',
    summary: 'Add an attribute',
    description: 'One that was removed comes back with the values that it had.',
    params: NONE,
    body: AttributeDefinition,
    problems: ['precondition-failed', 'invalid-attribute', 'attribute-has-values'],
    run: ({ body, ifMatch, key }) =>
      Effect.flatMap(authorOf(key, ifMatch), (author) => Effect.map(key.attributes.add(body, author), changeAnswer)),
  }),
  operation({
    ...changes,
    id: 'updateAttribute',
    method: 'PATCH',
    path: '/schema/attributes/{path}',
    summary: 'Change characteristics of an attribute',
    description: 'Refused while people have values that would not fit.',
    params: AttributeParams,
    body: AttributeDefinition,
    problems: ['not-found', 'precondition-failed', 'invalid-attribute', 'attribute-has-values', 'attribute-mapped'],
    run: ({ params, body, ifMatch, key }) =>
      Effect.flatMap(authorOf(key, ifMatch), (author) =>
        Effect.map(key.attributes.change(params.path, body, author), changeAnswer),
      ),
  }),
  operation({
    ...changes,
    id: 'removeAttribute',
    method: 'DELETE',
    path: '/schema/attributes/{path}',
    summary: 'Remove an attribute',
    description: 'It is served no longer; its values are kept until it is purged.',
    params: AttributeParams,
    problems: ['not-found', 'precondition-failed', 'attribute-mapped'],
    run: ({ params, ifMatch, key }) =>
      Effect.flatMap(authorOf(key, ifMatch), (author) =>
        Effect.map(key.attributes.remove(params.path, author), changeAnswer),
      ),
  }),
  operation({
    ...changes,
    id: 'purgeAttribute',
    method: 'POST',
    path: '/schema/attributes/{path}/purge',
    summary: 'Take the values of a removed attribute away, for good',
    description: 'The values go in the background; the attribute is listed as `purging` until they are gone.',
    params: AttributeParams,
    problems: ['not-found', 'precondition-failed'],
    run: ({ params, ifMatch, key }) =>
      Effect.flatMap(authorOf(key, ifMatch), (author) =>
        Effect.map(key.attributes.purge(params.path, author), changeAnswer),
      ),
  }),
];
