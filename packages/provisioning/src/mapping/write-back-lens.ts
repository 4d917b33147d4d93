// The way back from a profile field to the attributes that it comes from. For values v, w that the lens takes and any resource u:
// get(put v u) = v; put (get u) u = u where u has a value; put w (put v u) = put w u.
import * as Data from 'effect/Data';
import * as Result from 'effect/Result';
import { isComplex, valueAt, type Complex, type Element, type Value } from '@looop-scim/scim/attribute';
import type { BoundAttribute, BoundMapping, BoundMappingSet, BoundPick, BoundStep } from './bound-mapping-set.ts';
import { MAPPING_LIMITS } from './mapping-set.ts';
import { typeOfValue, type ProfileValue } from './profile.ts';
import { runStep } from './run-step.ts';
import { elementsOf, fulfils, valueInElement } from './element-value.ts';
import { presentValue } from './select-value.ts';

/** A value that a field cannot be set to. */
export class NotWritable extends Data.TaggedError('NotWritable')<{ readonly field: string; readonly reason: string }> {}

/** A field and its attributes. */
export interface WriteBackLens {
  /** The value of the field, of full length and without what stands in for a missing one; undefined when there is none. */
  readonly get: (document: Complex) => ProfileValue | undefined;
  /**
   * The resource with the value in the attribute from which the field has its value now, else in the first one. An element of a
   * list is found by its type or by being primary, and made where there is none. Fails: `NotWritable`.
   */
  readonly put: (document: Complex, value: ProfileValue) => Result.Result<Complex, NotWritable>;
  /** The resource without the value in any of the attributes. */
  readonly clear: (document: Complex) => Complex;
}

/** One attribute, or one element of it: what a lens reads and writes. */
interface Target {
  readonly attribute: BoundAttribute;
  readonly pick?: BoundPick;
}

type Simple = string | boolean;

const targetsOf = ({ sources }: BoundMapping): readonly Target[] =>
  sources.flatMap((source): readonly Target[] => {
    if (source.kind !== 'attribute') return [];
    return source.list === undefined
      ? [{ attribute: source }]
      : source.picks.map((pick) => ({ attribute: source, pick }));
  });

const isTarget = (list: readonly string[], { pick }: Target, element: Element): boolean =>
  pick?.condition === undefined || fulfils(list, element, pick.condition);

/** What a target has, before any step. */
const read = (target: Target, document: Complex): Simple | undefined => {
  const { node, list } = target.attribute;
  if (list === undefined) {
    const value = valueAt(document, node.keys);
    const simple = typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
    return simple === undefined || presentValue(simple) === undefined ? undefined : simple;
  }
  for (const element of elementsOf(list.keys, document)) {
    const value = valueInElement(target.attribute, list.keys, element);
    if (value !== undefined && isTarget(list.keys, target, element)) return value;
  }
  return undefined;
};

/** A complex value with another value under a key, or without it; undefined when nothing is left. */
const withMember = (complex: Complex, key: string, value: Value | undefined): Complex | undefined => {
  const { [key]: _before, ...others } = complex;
  const next = value === undefined ? others : { ...complex, [key]: value };
  return Object.keys(next).length === 0 ? undefined : next;
};

/** A document with another value at a path of keys; complex values that become empty go, too. */
const withValueAt = (document: Complex, keys: readonly string[], value: Value | undefined): Complex => {
  const within = (complex: Complex, [key, ...rest]: readonly string[]): Complex | undefined => {
    if (key === undefined) return complex;
    if (rest.length === 0) return withMember(complex, key, value);
    const inner = Object.hasOwn(complex, key) ? complex[key] : undefined;
    return withMember(complex, key, within(isComplex(inner) ? inner : {}, rest));
  };
  return within(document, keys) ?? {};
};

const nameWithin = ({ node, list }: BoundAttribute): readonly string[] => node.keys.slice(list?.keys.length ?? 0);

/** The element that a put writes to: one that has a value, else one without. */
const positionOf = (target: Target, list: readonly string[], elements: readonly Element[]): number => {
  const matches = elements.map((element) => isComplex(element) && isTarget(list, target, element));
  const withValue = elements.findIndex(
    (element, index) => matches[index] === true && valueInElement(target.attribute, list, element) !== undefined,
  );
  return withValue >= 0 ? withValue : matches.indexOf(true);
};

const made = ({ attribute, pick }: Target, value: Simple): Complex => {
  const condition = pick?.condition;
  const selector = condition === undefined ? {} : { [condition.node.definition.name]: condition.written };
  return withValueAt(selector, nameWithin(attribute), value);
};

const write = (target: Target, document: Complex, value: Simple): Complex => {
  const { attribute } = target;
  const { node, list } = attribute;
  if (list === undefined) return withValueAt(document, node.keys, value);
  const elements = elementsOf(list.keys, document);
  const position = positionOf(target, list.keys, elements);
  const next =
    position < 0
      ? [...elements, made(target, value)]
      : elements.map((element, index) =>
          index === position && isComplex(element) ? withValueAt(element, nameWithin(attribute), value) : element,
        );
  return withValueAt(document, list.keys, next);
};

/** What is left of an element without its value: nothing when it has but what selects it. */
const remainder = (target: Target, element: Complex): readonly Element[] => {
  const rest = withValueAt(element, nameWithin(target.attribute), undefined);
  const selector = target.pick?.condition?.node.definition.name;
  return Object.keys(rest).some((key) => key !== selector) ? [rest] : [];
};

const erase = (target: Target, document: Complex): Complex => {
  const { node, list } = target.attribute;
  if (list === undefined) return withValueAt(document, node.keys, undefined);
  const elements = elementsOf(list.keys, document);
  if (elements.length === 0) return document;
  const next = elements.flatMap((element) =>
    isComplex(element) && isTarget(list.keys, target, element) ? remainder(target, element) : [element],
  );
  return withValueAt(document, list.keys, next.length === 0 ? undefined : next);
};

/** The value before a lookup, of the type of the attribute; undefined when no row gives this one. */
const unlooked = (step: BoundStep | undefined, value: Simple, { node }: BoundAttribute): Simple | undefined => {
  if (step === undefined) return value;
  const key = [...(step.table ?? [])].find(([, cell]) => cell === value)?.[0];
  return key !== undefined && node.definition.type === 'boolean' ? key === 'true' : key;
};

const whyNotText = (value: Simple): string | undefined => {
  if (typeof value === 'boolean') return undefined;
  if (value.trim() === '') return 'the value is blank; clear the field instead';
  if (value.length > MAPPING_LIMITS.valueCharacters) {
    return `the value has more than ${MAPPING_LIMITS.valueCharacters} characters`;
  }
  const isSound = value.isWellFormed() && !value.includes('\u0000');
  return isSound ? undefined : 'the value has half of a surrogate pair or the character U+0000';
};

const lensOf = (bound: BoundMapping): WriteBackLens => {
  const { field } = bound.mapping;
  const targets = targetsOf(bound);
  const [step] = bound.steps;
  const [first] = targets;
  const current = (document: Complex): Target | undefined =>
    targets.find((target) => read(target, document) !== undefined) ?? first;
  const no = (reason: string) => Result.fail(new NotWritable({ field, reason }));
  return {
    get: (document) => {
      const target = current(document);
      const value = target === undefined ? undefined : read(target, document);
      return value === undefined || step === undefined ? value : runStep(step, value);
    },
    put: (document, value) => {
      if (typeof value === 'object' || typeOfValue(value) !== bound.type) return no('the value is of another type');
      const reason = whyNotText(value);
      if (reason !== undefined) return no(reason);
      const target = current(document);
      const before = target === undefined ? undefined : unlooked(step, value, target.attribute);
      if (target === undefined || before === undefined) {
        return no('the table of the mapping has no row that gives this value');
      }
      return Result.succeed(write(target, document, before));
    },
    clear: (document) => targets.reduce((cleared, target) => erase(target, cleared), document),
  };
};

/** The lens of a field; undefined unless its mapping is one for write-back. */
export const writeBackLens = (set: BoundMappingSet, field: string): WriteBackLens | undefined => {
  const bound = set.mappings.find(({ mapping }) => mapping.field === field);
  return bound?.mapping.writeBack === true ? lensOf(bound) : undefined;
};
