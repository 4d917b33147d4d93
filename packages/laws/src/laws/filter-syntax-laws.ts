// Laws of filters as text: what is printed is parsed, what is parsed is never a surprise.
import fc from 'fast-check';
import type { InvalidFilter, InvalidPath } from '@looop-scim/scim/errors';
import { parseFilter, parseValuePath, printFilter, type Filter } from '@looop-scim/scim/filter';
import * as Result from 'effect/Result';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { filterTree, respellFilter, withoutPositions } from '../arbitraries/filter-syntax.ts';
import { anyFilterText } from '../arbitraries/filter-text.ts';
import { law, type Law } from '../law.ts';
import { same } from './filter-case.ts';

const placed = (failure: InvalidFilter | InvalidPath, text: string): void => {
  const { position = -1, reason } = failure;
  if (!Number.isInteger(position) || position < 0 || position > text.length) throw new Error(`position ${position}`);
  if (reason === '') throw new Error('no reason');
};

const printedFilters = law(
  'a printed filter parses to the same tree, with and without bare values',
  fc.property(filterTree, fc.boolean(), (filter, bareValues) => {
    const parsed = parseFilter(printFilter(filter), { bareValues });
    same(Result.map(parsed, withoutPositions), Result.succeed(filter));
  }),
);

/** The tree with names in lower case and no positions. */
const withoutSpelling = (filter: Filter): Filter => {
  if (filter.kind === 'not') return { kind: 'not', operand: withoutSpelling(filter.operand) };
  if ('operands' in filter) return { kind: filter.kind, operands: filter.operands.map(withoutSpelling) };
  const spelled = { attribute: filter.attribute.toLowerCase(), position: 0 };
  return filter.kind === 'element'
    ? { ...filter, ...spelled, filter: withoutSpelling(filter.filter) }
    : { ...filter, ...spelled };
};

const respelledFilters = law(
  'case of operators, white space, redundant parentheses and JSON escapes do not change the tree',
  fc.property(filterTree, decisions, (filter, sequence) => {
    const text = respellFilter(filter, { choose: chooser(sequence) });
    same(Result.map(parseFilter(text), withoutSpelling), Result.succeed(withoutSpelling(filter)));
  }),
);

const totalParsing = law(
  'every text is parsed or refused with a place inside it and a reason; what is parsed prints and parses again',
  fc.property(anyFilterText, fc.boolean(), (text, bareValues) => {
    const parsed = parseFilter(text, { bareValues });
    if (Result.isFailure(parsed)) return placed(parsed.failure, text);
    const again = parseFilter(printFilter(parsed.success));
    return same(Result.map(again, withoutPositions), Result.succeed(withoutPositions(parsed.success)));
  }),
);

const positions = law(
  'positions point at the name of the attribute',
  fc.property(filterTree, decisions, (filter, sequence) => {
    const text = respellFilter(filter, { choose: chooser(sequence) });
    const check = (part: Filter): void => {
      if (part.kind === 'not') return check(part.operand);
      if ('operands' in part) return part.operands.forEach(check);
      same(text.slice(part.position, part.position + part.attribute.length), part.attribute);
      return part.kind === 'element' ? check(part.filter) : undefined;
    };
    check(Result.getOrThrow(parseFilter(text)));
  }),
);

const totalPaths = law(
  'every text is a path or refused with a place inside it and a reason',
  fc.property(anyFilterText, (text) => {
    const parsed = parseValuePath(text);
    if (Result.isFailure(parsed)) placed(parsed.failure, text);
  }),
);

const printedPaths = law(
  'the filter of a path is the filter that stands between its brackets',
  fc.property(filterTree, fc.option(fc.constantFrom('value', '$ref', 'type'), { nil: undefined }), (filter, sub) => {
    // Brackets cannot be nested: a tree with brackets of its own is refused.
    const text = `urn:example:2.0:Thing:parts[${printFilter(filter)}]${sub === undefined ? '' : `.${sub}`}`;
    const parsed = parseValuePath(text);
    if (printFilter(filter) !== printFilter(withoutBrackets(filter))) return same(Result.isFailure(parsed), true);
    const expected = {
      attribute: 'urn:example:2.0:Thing:parts',
      filter,
      ...(sub !== undefined && { subAttribute: sub }),
    };
    const path = Result.getOrThrow(parsed);
    return same({ ...path, filter: path.filter && withoutPositions(path.filter) }, expected);
  }),
);

/** The tree with presence in the place of brackets. */
const withoutBrackets = (filter: Filter): Filter => {
  if (filter.kind === 'element') return { kind: 'present', attribute: filter.attribute, position: 0 };
  if (filter.kind === 'not') return { kind: 'not', operand: withoutBrackets(filter.operand) };
  if ('operands' in filter) return { ...filter, operands: filter.operands.map(withoutBrackets) };
  return filter;
};

/** Laws of the syntax of filters and of value paths. RFC 7644 sections 3.4.2.2 and 3.5.2. */
export const filterSyntaxLaws: readonly Law[] = [
  printedFilters,
  respelledFilters,
  totalParsing,
  positions,
  totalPaths,
  printedPaths,
];
