// What laws of patchers draw: paths, values and operations of a type.
import fc from 'fast-check';
import { resolveAttribute, type Complex } from '@looop-scim/scim/attribute';
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import type { Patcher } from '../subjects/subject.ts';
import type { SubjectLaw } from './subject-case.ts';

/** A law over patchers. */
export type PatchLaw = SubjectLaw<Patcher>;

/** One to four of what a generator makes. */
export const some =
  <Drawn>(one: (type: ResourceType, document: Complex) => fc.Arbitrary<Drawn>) =>
  (type: ResourceType, document: Complex) =>
    fc.array(one(type, document), { minLength: 1, maxLength: 4 });

/** The attribute at a path in schema spelling. */
export const nodeOf = (type: ResourceType, path: string): AttributeNode => {
  const node = resolveAttribute(type, path);
  if (node === undefined) throw new TypeError(`${type.name} has no ${path}`);
  return node;
};

/** Paths of what a client may write. */
export const pathOf = (type: ResourceType): fc.Arbitrary<string> =>
  fc.constantFrom(...writableNodes(type).map(({ path }) => path));

/** The same with a value that fits. */
export const pathAndValue = (type: ResourceType) =>
  fc
    .constantFrom(...writableNodes(type))
    .chain((node) => valueOf(node, { secrets: true, readOnly: false }).map((value) => ({ path: node.path, value })));

/** The names of operations. */
export const OPERATIONS = ['add', 'remove', 'replace'] as const;

/** An operation; remove takes no value. */
export const operationOf = (op: PatchOperation['op'], path: string, value: unknown): PatchOperation =>
  op === 'remove' ? { op, path } : { op, path, value };
