// From the syntax tree of a filter back to text.
import type { Filter } from './filter-ast.ts';

const printOperand = (operand: Filter, around: 'and' | 'or'): string => {
  const text = printFilter(operand);
  const nested = operand.kind === 'or' || (operand.kind === 'and' && around === 'and');
  return nested ? `(${text})` : text;
};

/**
 * The canonical text of a filter: names as spelled, operators in lower case, values as JSON, parentheses only where the tree
 * needs them. What `parseFilter` made is parsed back to the same tree, positions apart. RFC 7644 section 3.4.2.2.
 */
export const printFilter = (filter: Filter): string => {
  switch (filter.kind) {
    case 'compare':
      return `${filter.attribute} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${filter.attribute} pr`;
    case 'element':
      return `${filter.attribute}[${printFilter(filter.filter)}]`;
    case 'not':
      return `not (${printFilter(filter.operand)})`;
    default:
      return filter.operands.map((operand) => printOperand(operand, filter.kind)).join(` ${filter.kind} `);
  }
};
