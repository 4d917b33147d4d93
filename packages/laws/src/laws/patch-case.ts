// What PATCH laws are tried on, and how outcomes are compared.
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { resolveAttribute, type Complex, type Value } from '@looop-scim/scim/attribute';
import { interopPolicy, strictPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { applyPatch, type PatchedResource, type PatchFailure, type PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { writableNodes } from '../arbitraries/patch.ts';
import { documentOf } from '../arbitraries/resource.ts';
import { typeNamed, typeNames, typesWith } from './filter-case.ts';

/** A type by name, so that counterexamples are short, with a document of it. */
export interface PatchCase {
  readonly typeName: string;
  readonly document: Complex;
}

/** Any sample type with a document, which the operations must not change. */
const patchCases: fc.Arbitrary<PatchCase> = typeNames.chain((typeName) =>
  documentOf(typeNamed(typeName)).map((document) => ({ typeName, document: frozen(document) })),
);

/** A case and what is drawn for it. */
export const patchCasesWith = <Drawn>(draw: (type: ResourceType, document: Complex) => fc.Arbitrary<Drawn>) =>
  patchCases.chain((one) => draw(typeNamed(one.typeName), one.document).map((drawn) => ({ ...one, drawn })));

/** Cases of types that have lists, or what else a law asks of them. */
export const listCasesWith = <Drawn>(
  draw: (type: ResourceType, document: Complex) => fc.Arbitrary<Drawn>,
  has: (type: ResourceType) => boolean = ({ name }) => name !== 'Group',
) =>
  typesWith(has)
    .map(({ name }) => name)
    .chain((typeName) => documentOf(typeNamed(typeName)).map((document) => ({ typeName, document: frozen(document) })))
    .chain((one) => draw(typeNamed(one.typeName), one.document).map((drawn) => ({ ...one, drawn })));

/** The most lenient and the strictest policy that an organisation may have. */
export const policies: fc.Arbitrary<InteropPolicy> = fc.constantFrom(interopPolicy, strictPolicy);

const frozen = <Frozen extends Value>(value: Frozen): Frozen => {
  if (typeof value === 'object') {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
};

/** Applies operations under the default policy unless another is given. */
export const patch = (
  { typeName, document }: PatchCase,
  operations: readonly PatchOperation[],
  policy: InteropPolicy = interopPolicy,
): Result.Result<PatchedResource, PatchFailure> => applyPatch(typeNamed(typeName), document, operations, policy);

/** The document after the operations, or the kind of the failure. */
export const outcome = (result: Result.Result<PatchedResource, PatchFailure>): Complex | string =>
  Result.isSuccess(result) ? result.success.document : result.failure._tag;

/** Fails with both sides when they differ. */
export const same = (actual: unknown, expected: unknown): void => deepStrictEqual(actual, expected);

/** The attribute at a path in schema spelling; cases hold paths, so that counterexamples are short. */
export const nodeAt = (typeName: string, path: string): AttributeNode => {
  const node = resolveAttribute(typeNamed(typeName), path);
  if (node === undefined) throw new TypeError(`${typeName} has no ${path}`);
  return node;
};

/** Whether values of an attribute, once there, stay: it is required, or immutable, or something around it is immutable. */
export const isSealed = (node: AttributeNode): boolean => node.definition.required || isImmutable(node);

const isImmutable = (node: AttributeNode): boolean =>
  node.definition.mutability === 'immutable' || (node.parent !== undefined && isImmutable(node.parent));

/** Lists whose elements have a text as their value, a type and primary, and nothing that is required or immutable. */
export const labelledListsOf = (type: ResourceType): readonly AttributeNode[] =>
  writableNodes(type).filter(
    ({ children, definition }) =>
      definition.multiValued &&
      definition.mutability === 'readWrite' &&
      ['value', 'type', 'primary'].every((name) => children.has(name)) &&
      children.get('value')?.definition.type === 'string' &&
      [...children.values()].every(
        (part) => part.definition.mutability !== 'immutable' || part.definition.name === 'value',
      ),
  );

/** Whether a type has one. */
export const hasLabelledLists = (type: ResourceType): boolean => labelledListsOf(type).length > 0;
