// A document that many sources are read from. What a list holds is looked at once: a set may have a thousand sources, and a list
// thousands of elements.
import { type Complex, type Element, type Scalar } from '@looop-scim/scim/attribute';
import type { AttributeNode } from '@looop-scim/scim/schema';
import type { BoundAttribute, ElementCondition } from './bound-mapping-set.ts';
import { elementsOf, valueInElement, valueOfCondition } from './element-value.ts';
import { MAPPING_LIMITS } from './mapping-set.ts';

/** An element that has a value of the attribute. */
interface Candidate {
  readonly element: Element;
  readonly value: string | boolean;
}

/** The elements of a list that have a value of an attribute, as they are stored. */
export interface Candidates {
  /** The values of all of them, or of those that fulfil a condition. */
  readonly values: (condition?: ElementCondition) => readonly (string | boolean)[];
  /** Whether the list has more elements than were looked at. */
  readonly isCut: boolean;
}

/** A document being read. */
export interface Reading {
  readonly document: Complex;
  readonly candidatesOf: (attribute: BoundAttribute, list: AttributeNode) => Candidates;
}

type ValuesBy = ReadonlyMap<Scalar | undefined, readonly (string | boolean)[]>;

/** The value of one key: what `make` makes, once. */
const remembered = <Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
};

const valuesBy = (list: AttributeNode, candidates: readonly Candidate[], node: AttributeNode): ValuesBy => {
  const groups = new Map<Scalar | undefined, (string | boolean)[]>();
  for (const { element, value } of candidates) {
    remembered(groups, valueOfCondition(list.keys, element, node), () => []).push(value);
  }
  return groups;
};

const readCandidates = (attribute: BoundAttribute, list: AttributeNode, document: Complex): Candidates => {
  const elements = elementsOf(list.keys, document);
  const candidates = elements.slice(0, MAPPING_LIMITS.listValues).flatMap((element) => {
    const value = valueInElement(attribute, list.keys, element);
    return value === undefined ? [] : [{ element, value }];
  });
  const all = candidates.map(({ value }) => value);
  const groups = new Map<AttributeNode, ValuesBy>();
  return {
    values: (condition) => {
      if (condition === undefined) return all;
      const { node, value } = condition;
      return remembered(groups, node, () => valuesBy(list, candidates, node)).get(value) ?? [];
    },
    isCut: elements.length > MAPPING_LIMITS.listValues,
  };
};

/** Begins to read a document. */
export const readingOf = (document: Complex): Reading => {
  const known = new Map<AttributeNode, Candidates>();
  return {
    document,
    candidatesOf: (attribute, list) =>
      remembered(known, attribute.node, () => readCandidates(attribute, list, document)),
  };
};
