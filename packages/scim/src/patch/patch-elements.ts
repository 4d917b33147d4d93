// Operations on those elements of a multi-valued attribute that a filter selects: `attr[filter]` and `attr[filter].sub`
// (RFC 7644 sections 3.5.2.1 to 3.5.2.3).
import * as Result from 'effect/Result';
import { InvalidFilter, InvalidPath, InvalidValue, NoTarget } from '../errors.ts';
import { charactersOf, isComplex, isList, type Complex, type Element, type Value } from '../attribute/value.ts';
import { evaluateElementFilter } from '../filter/evaluate-filter.ts';
import { isJsonObject, kindOfJson } from '../attribute/json-value.ts';
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
  readonly text: string;
  readonly attribute: AttributeNode;
  readonly selection: Selection;
}

/** Reads the JSON of one element. */
const readElementOf = (context: PatchContext, node: AttributeNode, json: unknown): Rewritten => {
  if (Array.isArray(json) && json.length > 1) {
    const reason = `must be a single value, not ${kindOfJson(json)}`;
    return Result.fail(new InvalidValue({ attribute: node.path, reason }));
  }
  return Result.map(readWithin(context, node, Array.isArray(json) ? json : [json]), (read) =>
    isList(read) ? read[0] : undefined,
  );
};

/** What an operation makes of one element; undefined when nothing is left of it. */
const rewrite = (
  context: PatchContext,
  { attribute, selection }: Target,
  action: PatchAction,
  element: Element,
): Rewritten => {
  const { subAttribute } = selection;
  if (subAttribute === undefined) {
    if (action.op === 'remove') return Result.succeed(undefined);
    // The elements that match become the value; add sets what the value names and keeps the rest.
    const merges = action.op === 'add' && isComplex(element) && isJsonObject(action.value);
    return merges
      ? mergeObject(context, attribute, element, { op: 'add', value: action.value })
      : readElementOf(context, attribute, action.value);
  }
  if (!isComplex(element)) return Result.succeed(element);
  const write = writeValue(context, subAttribute, action);
  const updated = updateAttribute(attribute.children, element, chainTo(subAttribute, attribute), write);
  return Result.map(updated, (complex) => (Object.keys(complex).length === 0 ? undefined : complex));
};

const noTarget = ({ text }: Target, reason: string) => Result.fail(new NoTarget({ path: text, reason }));

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

/** Makes the element that a path selects but nobody has: of the terms of its filter and the value. PolicyRule. */
const create = (context: PatchContext, target: Target, action: PatchAction): Result.Result<Element, PatchFailure> => {
  const { attribute, selection } = target;
  return Result.flatMap(combined(context, target, action), (element) =>
    element !== undefined && evaluateElementFilter(selection.filter, attribute, element)
      ? Result.succeed(element)
      : noTarget(target, 'no value matches, and the value sent would not match either'),
  );
};

const isEmptyValue = (context: PatchContext, { value }: PatchAction): boolean =>
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (value === '' && context.policy.emptyStringUnassigns);

const whenNothingMatches = (
  context: PatchContext,
  target: Target,
  before: readonly Element[],
  action: PatchAction,
): Result.Result<readonly Element[], PatchFailure> => {
  if (action.op === 'remove' || isEmptyValue(context, action)) return Result.succeed(before);
  const { attribute, selection, text } = target;
  if (selection.filter.kind === 'constant') {
    const reason = `${attribute.path} has no value yet; add one as a whole`;
    return Result.fail(new InvalidPath({ path: text, reason }));
  }
  if (!context.policy.createOnFilterMiss) return noTarget(target, 'no value matches the filter');
  if (selection.terms === undefined) {
    return noTarget(target, 'no value matches the filter, which does not say what a new one would be');
  }
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
  if (matches > 1 && selection.filter.kind !== 'constant' && !context.policy.writeSeveralMatches) {
    return Result.fail(
      new InvalidFilter({ reason: `${matches} values of ${attribute.path} match; the filter must select one` }),
    );
  }
  if (matches === 0) return whenNothingMatches(context, target, before, action);
  return Result.map(keepOnePrimary(context.policy, attribute, after, written), withoutDuplicates);
};

/**
 * What an operation makes of the elements that its path selects: remove drops them, replace makes each the value, add merges
 * the value into each; with a sub-attribute that alone is written. Where none matches, remove changes nothing and the others
 * make the element that the filter describes (`createOnFilterMiss`). What it costs is linear in the list.
 * Fails: `NoTarget`, `InvalidPath` (a sub-attribute of no element), `InvalidValue`, `Mutability`.
 * RFC 7644 sections 3.5.2.1 to 3.5.2.3.
 */
export const writeElements = (
  context: PatchContext,
  path: PatchPath,
  selection: Selection,
  action: PatchAction,
): ValueUpdate => {
  const target: Target = { text: path.text, attribute: path.attribute, selection };
  return (current: Value | undefined) => {
    const before = isList(current) ? current : [];
    const visited = visit(context, weightOf(before) * Math.ceil(path.length / 32));
    if (Result.isFailure(visited)) return Result.fail(visited.failure);
    return Result.map(rewriteMatches(context, target, before, action), orUnassigned);
  };
};
