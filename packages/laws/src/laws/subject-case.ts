// What laws over subjects are tried on, and how their answers are compared.
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import type { Complex } from '@looop-scim/scim/attribute';
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { documentOf } from '../arbitraries/resource.ts';
import { shownByName } from '../arbitraries/sample-type.ts';
import type { Law } from '../law.ts';
import type { JsonObject, Patcher, PatchOutcome, SubjectType } from '../subjects/subject.ts';
import { typesWith } from './filter-case.ts';

/** What subjects are tried on. */
export interface SubjectOptions {
  /**
   * Resource types that the subject knows, made by `makeSchemaRegistry` of `@looop-scim/scim/schema`, which also has `userType`
   * and `groupType`. The default has User, Group and types with every data type, characteristic and shape.
   */
  readonly types?: readonly ResourceType[];
}

/** A law over a subject, and which resource types it can be tried on. */
export interface SubjectLaw<Subject> {
  /** Which types have what the law is about. Default: all. */
  readonly has?: (type: ResourceType) => boolean;
  readonly law: (subject: Subject, types: fc.Arbitrary<ResourceType>) => Law;
}

/** The laws of a subject; those that none of its types has anything for are left out. */
export const lawsOver = <Subject>(
  subject: Subject,
  { types }: SubjectOptions,
  laws: readonly SubjectLaw<Subject>[],
): readonly Law[] =>
  laws.flatMap(({ has = () => true, law }) => {
    if (types === undefined) return [law(subject, typesWith(has))];
    const fitting = types.filter(has).map(shownByName);
    return fitting.length === 0 ? [] : [law(subject, fc.constantFrom(...fitting))];
  });

/** The type as subjects see it. */
export const subjectType = ({ name, schemas }: ResourceType): SubjectType => ({ name, schemas });

/** A document of a type, and what a law draws for it. */
export interface PatchTrial<Drawn> {
  readonly type: ResourceType;
  readonly document: Complex;
  readonly drawn: Drawn;
}

/** Documents of the types, each with what is drawn for it. */
export const patchTrials = <Drawn>(
  types: fc.Arbitrary<ResourceType>,
  draw: (type: ResourceType, document: Complex) => fc.Arbitrary<Drawn>,
): fc.Arbitrary<PatchTrial<Drawn>> =>
  types.chain((type) =>
    documentOf(type).chain((document) => draw(type, document).map((drawn) => ({ type, document, drawn }))),
  );

const isUnassigned = (value: unknown): boolean => {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
};

/** JSON in which null, empty lists and empty objects are left out: they all mean unassigned (RFC 7643 section 2.5). */
const withoutUnassigned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutUnassigned).filter((element) => !isUnassigned(element));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withoutUnassigned(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => !isUnassigned(member)));
};

/** The outcome of operations on a document; what is unassigned is left out of the document. */
export const patched = async (
  patcher: Patcher,
  { type, document }: Pick<PatchTrial<unknown>, 'type' | 'document'>,
  operations: readonly PatchOperation[],
): Promise<PatchOutcome> => {
  const outcome = await patcher.apply(subjectType(type), structuredClone(document), structuredClone(operations));
  return outcome.ok ? { ok: true, document: withoutUnassigned(outcome.document) as JsonObject } : outcome;
};

/** A document that a subject made; the readers of this package are total on whatever JSON it holds. */
export const asComplex = (document: JsonObject): Complex => document as Complex;

/** Fails with both sides when they differ. */
export const same = (actual: unknown, expected: unknown): void => deepStrictEqual(actual, expected);

/** Fails unless a refusal has the keyword, where it has one. */
export const refusedAs = (outcome: PatchOutcome, scimType: string): void =>
  same(outcome, { ok: false, ...(!outcome.ok && outcome.scimType === undefined ? {} : { scimType }) });

/** Fails unless both are the same document, or both refusals, of one keyword where both have one. */
export const sameOutcome = (actual: PatchOutcome, expected: PatchOutcome): void => {
  if (!actual.ok && !expected.ok && (actual.scimType === undefined || expected.scimType === undefined)) return;
  same(actual, expected);
};

/** Whether an attribute, one around it or one within it is immutable: what may be written to it depends on what is there. */
export const touchesImmutable = (node: AttributeNode): boolean => isWithinImmutable(node) || holdsImmutable(node);

const isWithinImmutable = (node: AttributeNode): boolean =>
  node.definition.mutability === 'immutable' || (node.parent !== undefined && isWithinImmutable(node.parent));

const holdsImmutable = (node: AttributeNode): boolean =>
  node.definition.mutability === 'immutable' || [...node.children.values()].some(holdsImmutable);
