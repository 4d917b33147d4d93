import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { isComplex, type Complex, type Element } from '../attribute/value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';

const isPrimary = (element: Element): element is Complex => isComplex(element) && element['primary'] === true;

/**
 * Lets the element that an operation made primary be the only one: the others are no longer. Of several in one operation the
 * last stays, unless the policy wants them refused.
 * Fails: `InvalidValue`. RFC 7644 section 3.5.2, RFC 7643 section 2.4.
 */
export const keepOnePrimary = (
  policy: InteropPolicy,
  node: AttributeNode,
  elements: readonly Element[],
  written: ReadonlySet<Element>,
): Result.Result<readonly Element[], InvalidValue> => {
  const made = elements.filter((element) => isPrimary(element) && written.has(element));
  const primary = made.at(-1);
  if (primary === undefined) return Result.succeed(elements);
  if (made.length > 1 && !policy.repairPrimary) {
    const reason = `would be true in ${made.length} elements; at most one may be primary`;
    return Result.fail(new InvalidValue({ attribute: `${node.path}.primary`, reason }));
  }
  const settled = elements.map((element) =>
    isPrimary(element) && element !== primary ? { ...element, primary: false } : element,
  );
  return Result.succeed(settled);
};
