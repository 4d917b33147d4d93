// Operations on those elements of a multi-valued attribute that a filter selects: `attr[filter]` and `attr[filter].sub`
// (RFC 7644 sections 3.5.2.1 to 3.5.2.3).
import * as Result from 'effect/Result';
import { InvalidFilter, InvalidValue, NoTarget } from '../errors.ts';
import { charactersOf, isComplex, isList, type Complex, type Element, type Value } from '../attribute/value.ts';
import { evaluateElementFilter } from '../filter/evaluate-filter.ts';
import { isJsonObject, kindOfJson } from '../attribute/json-value.ts';
import { isUnassigned, readJsonText } from '../read/json-shape.ts';
import { readWithin, withoutDuplicates } from '../read/read-value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { PatchFailure } from './patch-failure.ts';
import type { PatchPath, Selection } from './patch-path.ts';
import { mergeObject, orUnassigned, writeValue, type PatchAction } from './patch-value.ts';
import { checkGrowth, visit, weightOf, type PatchContext } from './patch-context.ts';
import { keepOnePrimary } from './keep-one-primary.ts';
import { chainTo, updateAttribute, type ValueUpdate } from './update-attribute.ts';

type Rewritten = Result.Result<Element | undefined, PatchFailure>;

interface Target {
  readonly path: PatchPath;
  readonly attribute: AttributeNode;
  readonly selection: Selection;
}

/** Reads the JSON of one element, or of the value of a single-valued attribute. */
const readElementOf = (context: PatchContext, node: AttributeNode, json: unknown): Rewritten => {
  if (Array.isArray(json) && json.length > 1) {
    const reason = `must be a single value, not ${kindOfJson(json)}`;
    return Result.fail(new InvalidValue({ attribute: node.path, reason }));
  }
  const list = Array.isArray(json) || !node.definition.multiValued ? json : [json];
  return Result.map(readWithin(context, node, list), (read) => (isList(read) ? read[0] : read));
};

/** What an operation makes of one element as a whole; undefined when nothing is left of it. */
const rewriteWhole = (context: PatchContext, node: AttributeNode, action: PatchAction, element: Element): Rewritten => {
  if (action.op === 'remove') return Result.succeed(undefined);
  if (!node.definition.multiValued) {
    return Result.map(writeValue(context, node, action)(element), (value) => (isList(value) ? undefined : value));
  }
  return Result.flatMap(
    readJsonText(context, { attribute: node.path, due: 'an object' }, action.value),
    (meant): Rewritten => {
      // The elements that match become the value; add sets what the value names and keeps the rest.
      const merges = action.op === 'add' && isComplex(element) && isJsonObject(meant);
      return merges
        ? mergeObject(context, node, element, { op: 'add', value: meant })
        : readElementOf(context, node, meant);
    },
  );
};

// What RFC 7643 section 2.4 says of a value beside the value itself.
const LABELS: ReadonlySet<string> = new Set(['type', 'primary', 'display']);

/** Whether a write took away the last value of an element, so that nothing but its label is left. */
const isBareLabel = ({ policy }: PatchContext, { definition }: AttributeNode, before: Complex, after: Complex) =>
  policy.dropBareLabels &&
  !LABELS.has(definition.name) &&
  before[definition.name] !== undefined &&
  Object.keys(after).every((name) => LABELS.has(name));

/** Whether an element has one of the elements of a list within it that a path means. */
const isSelectedWithin = ({ subAttribute, within }: Selection, element: Element): boolean => {
  if (within === undefined || subAttribute === undefined) return true;
  const inner = isComplex(element) ? element[subAttribute.definition.name] : undefined;
  return isList(inner) && inner.some((one) => evaluateElementFilter(within.filter, subAttribute, one));
};

/** What an operation makes of one element; undefined when nothing is left of it. */
const rewrite = (context: PatchContext, target: Target, action: PatchAction, element: Element): Rewritten => {
  const { attribute, selection, path } = target;
  const { subAttribute, within } = selection;
  if (subAttribute === undefined) return rewriteWhole(context, attribute, action, element);
  if (!isComplex(element)) return Result.succeed(element);
  // Of a list within a list, what the filter selects is written wherever it is.
  if (action.op !== 'remove' && !isSelectedWithin(selection, element)) return Result.succeed(element);
  const write =
    within === undefined
      ? writeValue(context, subAttribute, action)
      : writeElements(context, { ...path, attribute: subAttribute }, within, action);
  const updated = updateAttribute(attribute.children, element, chainTo(subAttribute, attribute), write);
  return Result.map(updated, (complex) => {
    const isGone = Object.keys(complex).length === 0 || isBareLabel(context, subAttribute, element, complex);
    return isGone ? undefined : complex;
  });
};

const noTarget = ({ path }: Target, reason: string) => Result.fail(new NoTarget({ path: path.text, reason }));

/** The element that the terms of a filter and the value make, whether or not the filter then holds for it. */
const combined = (context: PatchContext, target: Target, action: PatchAction): Rewritten => {
  const { attribute, selection } = target;
  if (attribute.definition.type !== 'complex') return readElementOf(context, attribute, action.value);
  return Result.flatMap(readElementOf(context, attribute, selection.terms), (blank) => {
    const seed: Complex = isComplex(blank) ? blank : {};
    // The value of a whole element adds to the terms, even where the operation replaces.
    const op = selection.subAttribute === undefined ? 'add' : action.op;
    return rewrite(context, target, { op, value: action.value }, seed);
  });
};

/** Makes the element that a path means but nobody has: of the terms of its filter, if it has one, and the value. */
const create = (context: PatchContext, target: Target, action: PatchAction): Result.Result<Element, PatchFailure> => {
  const { attribute, selection } = target;
  return Result.flatMap(combined(context, target, action), (element) =>
    element !== undefined && evaluateElementFilter(selection.filter, attribute, element)
      ? Result.succeed(element)
      : noTarget(target, 'no value matches, and the value sent would not match either'),
  );
};

/** Whether a path means every element, as one without a filter does. */
const meansAll = ({ filter }: Selection): boolean => filter.kind === 'constant' && filter.value;

/** Why no element is made where none matches; undefined when one is. RFC 7644 sections 3.5.2.1 and 3.5.2.3. */
const whyNotCreated = (
  { policy }: PatchContext,
  { selection, attribute }: Target,
  before: readonly Element[],
): string | undefined => {
  // An attribute that does not exist is added.
  if (meansAll(selection)) return undefined;
  if (!policy.createOnFilterMiss) return 'no value matches the filter';
  if (!attribute.definition.multiValued && before.length > 0) return 'the one value that there is does not match';
  return selection.terms === undefined
    ? 'no value matches the filter, which does not say what a new one would be'
    : undefined;
};

const isEmptyValue = (context: PatchContext, { attribute, selection }: Target, { value }: PatchAction): boolean =>
  (Array.isArray(value) && value.length === 0) || isUnassigned(context, selection.subAttribute ?? attribute, value);

const whenNothingMatches = (
  context: PatchContext,
  target: Target,
  before: readonly Element[],
  action: PatchAction,
): Result.Result<readonly Element[], PatchFailure> => {
  if (action.op === 'remove') return Result.succeed(before);
  const { attribute, selection } = target;
  const isEmpty = isEmptyValue(context, target, action);
  // Nothing is as good as removed, but where the letter of the RFC counts a filter has to match.
  if (isEmpty && (context.policy.createOnFilterMiss || meansAll(selection))) return Result.succeed(before);
  const reason = whyNotCreated(context, target, before);
  if (reason !== undefined) return noTarget(target, reason);
  return Result.flatMap(create(context, target, action), (element) =>
    Result.map(keepOnePrimary(context.policy, attribute, [...before, element], new Set([element])), withoutDuplicates),
  );
};

const rewriteMatches = (
  context: PatchContext,
  target: Target,
  before: readonly Element[],
  action: PatchAction,
): Result.Result<readonly Element[], PatchFailure> => {
  const { attribute, selection } = target;
  const after: Element[] = [];
  const written = new Set<Element>();
  const charactersBefore = charactersOf(before);
  let characters = charactersBefore;
  let matches = 0;
  for (const element of before) {
    if (!evaluateElementFilter(selection.filter, attribute, element)) {
      after.push(element);
      continue;
    }
    matches += 1;
    const rewritten = rewrite(context, target, action, element);
    if (Result.isFailure(rewritten)) return Result.fail(rewritten.failure);
    if (rewritten.success === undefined) continue;
    after.push(rewritten.success);
    characters += charactersOf(rewritten.success) - charactersOf(element);
    const growth = checkGrowth(charactersBefore, characters);
    if (Result.isFailure(growth)) return Result.fail(growth.failure);
    if (rewritten.success !== element) written.add(rewritten.success);
  }
  if (matches > 1 && !meansAll(selection) && !context.policy.writeSeveralMatches) {
    return Result.fail(
      new InvalidFilter({ reason: `${matches} values of ${attribute.path} match; the filter must select one` }),
    );
  }
  if (matches === 0) return whenNothingMatches(context, target, before, action);
  return Result.map(keepOnePrimary(context.policy, attribute, after, written), withoutDuplicates);
};

/**
 * What an operation makes of the elements that its path selects: remove drops them, replace makes each the value, add merges the value into each; with a sub-attribute that alone is written. Where none
 * matches, remove changes nothing and the others make the element that the filter describes (`createOnFilterMiss`), or one
 * that has the sub-attribute alone. What it costs is linear in the list.
 * Fails: `NoTarget`, `InvalidValue`, `Mutability`. RFC 7644 sections 3.5.2.1 to 3.5.2.3.
 */
export const writeElements = (
  context: PatchContext,
  path: PatchPath,
  selection: Selection,
  action: PatchAction,
): ValueUpdate => {
  const target: Target = { path, attribute: path.attribute, selection };
  return (current: Value | undefined) => {
    const before = isList(current) ? current : current === undefined ? [] : [current];
    const visited = visit(context, weightOf(before) * Math.ceil(path.length / 32));
    if (Result.isFailure(visited)) return Result.fail(visited.failure);
    if (action.op !== 'remove' && selection.within && !before.some((one) => isSelectedWithin(selection, one))) {
      return noTarget(target, 'no value matches the filter');
    }
    return Result.map(rewriteMatches(context, target, before, action), (after) =>
      path.attribute.definition.multiValued ? orUnassigned(after) : after[0],
    );
  };
};
