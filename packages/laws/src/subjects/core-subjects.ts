// The core of this project as a subject of the laws, and an example of how an implementation becomes one.
import * as Result from 'effect/Result';
import { bindProjection, project } from '@looop-scim/scim/answer';
import type { Complex, Value } from '@looop-scim/scim/attribute';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { bindFilter, evaluateFilter, parseFilter } from '@looop-scim/scim/filter';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import { errorMessage } from '@looop-scim/scim/message';
import { applyPatch, parsePatch } from '@looop-scim/scim/patch';
import { makeSchemaRegistry, PATCH_OP, standardRegistry, type ResourceType } from '@looop-scim/scim/schema';
import type { FilterEngine, JsonObject, Patcher, Projector, Refusal, SubjectType } from './subject.ts';

const compiled = new WeakMap<SubjectType['schemas'], ResourceType>();

/** The compiled type; groups and users of the core keep memberships beside the document. */
const resourceTypeOf = ({ name, schemas }: SubjectType): ResourceType => {
  const known = compiled.get(schemas);
  if (known !== undefined) return known;
  const [core, ...extensions] = schemas;
  if (core === undefined) throw new TypeError(`${name} has no schema`);
  const membership = standardRegistry.resourceTypes.find(({ schemas: [standard] }) => standard === core)?.definition
    .membership;
  const definition = {
    name,
    description: core.description,
    endpoint: `/${name}s`,
    schema: core.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    ...(membership !== undefined && { membership }),
  };
  const type = makeSchemaRegistry(schemas, [definition]).resourceTypes[0];
  if (type === undefined) throw new TypeError(`${name} does not compile`);
  compiled.set(schemas, type);
  return type;
};

const refusalOf = (failure: ScimFailure): Refusal => {
  const { scimType } = errorMessage(failure).body;
  return { ok: false, ...(scimType !== undefined && { scimType }) };
};

const freeze = (value: Value): void => {
  if (typeof value !== 'object') return;
  for (const inner of Object.values(value)) freeze(inner);
  Object.freeze(value);
};

/** Laws draw documents in canonical form. The core must not change what it is given. */
const asDocument = (document: JsonObject): Complex => {
  const complex = document as Complex;
  freeze(complex);
  return complex;
};

/** PATCH of the core under a policy. */
export const corePatcher = (policy: InteropPolicy): Patcher => ({
  apply: (type, document, operations) => {
    const parsed = parsePatch({ schemas: [PATCH_OP], Operations: operations }, policy);
    const result = Result.flatMap(parsed, (valid) =>
      applyPatch(resourceTypeOf(type), asDocument(document), valid, policy),
    );
    return Result.isSuccess(result) ? { ok: true, document: result.success.document } : refusalOf(result.failure);
  },
});

/** Filters of the core. */
export const coreFilterEngine: FilterEngine = {
  matches: (type, representation, filter) => {
    const bound = Result.flatMap(parseFilter(filter), (parsed) => bindFilter(resourceTypeOf(type), parsed));
    // A representation may have null where nothing is assigned, which no Value has: the evaluator is total on it all the same.
    return Result.isSuccess(bound)
      ? { ok: true, matches: evaluateFilter(bound.success, representation as Complex) }
      : refusalOf(bound.failure);
  },
};

/** Projection of the core. */
export const coreProjector: Projector = {
  project: (type, representation, parameters) => {
    const resourceType = resourceTypeOf(type);
    const projection = Result.getOrThrow(bindProjection(resourceType, parameters));
    return project(resourceType, representation as Complex, projection);
  },
};
