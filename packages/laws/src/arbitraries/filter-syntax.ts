// Filters as syntax: any tree that a parser can make, and the many texts that mean the same tree.
import fc from 'fast-check';
import {
  FILTER_LIMITS,
  printFilter,
  type ComparisonOperator,
  type Filter,
  type FilterLiteral,
} from '@looop-scim/scim/filter';
import { pick, type Choose } from './choices.ts';
import { text } from './resource.ts';

const NAMES = [
  ...['userName', 'name.givenName', 'emails', 'members.$ref', '$ref', 'x-1_y', 'a.b.c'],
  ...['not', 'and', 'OR', 'pr', 'eq', 'true', 'null'],
  'urn:ietf:params:scim:schemas:core:2.0:User:userName',
  'urn:ietf:params:scim:schemas:extension:Looop:2.0:User:area',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'URN:example:a%20b/c~1:2.0.1:thing.sub',
];

const WORD = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_$';
const letter = fc.constantFrom(...WORD.slice(0, 52));
const name = fc
  .tuple(letter, fc.array(fc.constantFrom(...WORD), { maxLength: 8 }))
  .map(([first, rest]) => `${first}${rest.join('')}`);

const spelling = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => names.join('.')),
);

const number = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())
  .map((value) => (value === 0 ? 0 : value));

const literal: fc.Arbitrary<FilterLiteral> = fc.oneof(
  { arbitrary: text, weight: 5 },
  { arbitrary: number, weight: 2 },
  { arbitrary: fc.constantFrom<FilterLiteral>(true, false, null, '', '"', '\\', '\\"', ')', '] and a pr'), weight: 2 },
);

/** Comparison operators. RFC 7644 section 3.4.2.2, Table 3. */
export const COMPARISONS: readonly ComparisonOperator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

const term: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .tuple(spelling, fc.constantFrom(...COMPARISONS), literal)
    .map(([attribute, operator, value]) => ({ kind: 'compare', attribute, operator, value, position: 0 }) as const),
  spelling.map((attribute) => ({ kind: 'present', attribute, position: 0 }) as const),
);

/** Combines terms by and, or and not; a chain has two or three operands. */
export const combined = (leaf: fc.Arbitrary<Filter>, maxDepth: number): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => {
    const operands = fc.array(tie('filter'), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth, withCrossShrink: true },
        { arbitrary: leaf, weight: 3 },
        { arbitrary: operands.map((all) => ({ kind: 'and', operands: all }) as const), weight: 2 },
        { arbitrary: operands.map((all) => ({ kind: 'or', operands: all }) as const), weight: 2 },
        { arbitrary: tie('filter').map((operand) => ({ kind: 'not', operand }) as const), weight: 1 },
      ),
    };
  }).filter;

const element: fc.Arbitrary<Filter> = fc
  .tuple(spelling, combined(term, 2))
  .map(([attribute, filter]) => ({ kind: 'element', attribute, filter, position: 0 }));

/** Any tree that a parser can make, all positions 0; names need not exist. */
export const filterTree: fc.Arbitrary<Filter> = combined(
  fc.oneof({ arbitrary: term, weight: 4 }, { arbitrary: element, weight: 1 }),
  3,
  // Longer texts are refused; hardly any tree is that large.
).filter((filter) => printFilter(filter).length <= FILTER_LIMITS.maxLength);

/** The tree with all positions 0: where a name stood is no part of what a filter means. */
export const withoutPositions = (filter: Filter): Filter => {
  switch (filter.kind) {
    case 'not':
      return { kind: 'not', operand: withoutPositions(filter.operand) };
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: filter.operands.map(withoutPositions) };
    case 'element':
      return { ...filter, filter: withoutPositions(filter.filter), position: 0 };
    default:
      return { ...filter, position: 0 };
  }
};

/** The word with some letters in the other case. */
export const respellWord = (word: string, choose: Choose): string =>
  choose(3) === 0 ? word : Array.from(word, (char) => respellLetter(char, choose)).join('');

const respellLetter = (char: string, choose: Choose): string => {
  const [upper, lower] = [char.toUpperCase(), char.toLowerCase()];
  // Only letters that case alone tells apart.
  if (upper.toLowerCase() !== lower || upper.length !== char.length || lower.length !== char.length) return char;
  return pick(choose, [char, upper, lower]);
};

/** The path of an attribute in some case; the name of a core attribute bare or behind the URN of its schema. */
export const respellPath = (path: string, coreSchema: string, choose: Choose): string => {
  const isBare = !path.includes(':');
  return respellWord(isBare && choose(2) === 1 ? `${coreSchema}:${path}` : path, choose);
};

/** How the texts of one filter may differ. */
export interface Respelling {
  readonly choose: Choose;
  /** Put in front of some attributes outside brackets that have no URN. */
  readonly coreSchema?: string;
  /** One space between words and JSON as it is commonly written. Default: any white space, any escapes. */
  readonly plain?: boolean;
}

const escapeUnit = (char: string): string =>
  Array.from({ length: char.length }, (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`).join(
    '',
  );

const respellLiteral = (value: FilterLiteral, choose: Choose): string => {
  if (typeof value !== 'string' || choose(3) === 0) return JSON.stringify(value);
  const chars = Array.from(value, (char) => {
    const plain = JSON.stringify(char).slice(1, -1);
    return pick(choose, [plain, plain, escapeUnit(char), char === '/' ? '\\/' : plain]);
  });
  return `"${chars.join('')}"`;
};

const space = (choose: Choose): string => pick(choose, [' ', ' ', '  ', '\t ', ' \r\n']);

/**
 * Another text of the same filter: names, operators and logical words in any case, core attributes with and without their
 * URN, white space, parentheses around single terms, JSON escapes. Values stay what they are.
 */
export const respellFilter = (filter: Filter, { choose, coreSchema, plain = false }: Respelling): string => {
  const gap = (): string => (plain ? ' ' : space(choose));
  const literalText = (value: FilterLiteral): string => (plain ? JSON.stringify(value) : respellLiteral(value, choose));
  const spelled = (attribute: string): string => {
    const urn = coreSchema !== undefined && !attribute.includes(':') && choose(4) === 1 ? `${coreSchema}:` : '';
    return respellWord(`${urn}${attribute}`, choose);
  };
  const print = (part: Filter): string => {
    const bare = printBare(part);
    const single = part.kind !== 'and' && part.kind !== 'or';
    const inParentheses = `(${bare})`;
    const forms = [inParentheses, plain ? inParentheses : `( ${bare} )`, `(${inParentheses})`] as const;
    return single && choose(6) === 1 ? pick(choose, forms) : bare;
  };
  const printBare = (part: Filter): string => {
    switch (part.kind) {
      case 'compare':
        return [spelled(part.attribute), respellWord(part.operator, choose), literalText(part.value)].join(gap());
      case 'present':
        return `${spelled(part.attribute)}${gap()}${respellWord('pr', choose)}`;
      case 'element':
        return `${spelled(part.attribute)}[${respellFilter(part.filter, { choose, plain })}]`;
      case 'not':
        return `${respellWord('not', choose)}${plain ? ' ' : pick(choose, [' ', '', '  '])}(${print(part.operand)})`;
      default:
        return part.operands
          .map((operand) => (operand.kind === 'and' || operand.kind === 'or' ? `(${print(operand)})` : print(operand)))
          .join(`${gap()}${respellWord(part.kind, choose)}${gap()}`);
    }
  };
  return print(filter);
};
