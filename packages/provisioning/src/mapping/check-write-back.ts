// Whether a field can be written back to its attributes: only through what has an inverse, and onto nothing that another field is
// written to.
import type { AttributeNode } from '@looop-scim/scim/schema';
import type { BoundAttribute, BoundMapping, BoundPick } from './bound-mapping-set.ts';
import { inside, ofField, refuse, type FaultPlace } from './fault-place.ts';
import type { Step } from './mapping-set.ts';

/** Whether a client may not change an attribute that exists. */
const isFixed = ({ definition, parent }: AttributeNode): boolean =>
  definition.mutability === 'readOnly' ||
  definition.mutability === 'immutable' ||
  (parent !== undefined && isFixed(parent));

/** The sub-attributes by which elements are picked. */
const isSelector = ({ definition }: AttributeNode): boolean => ['type', 'primary'].includes(definition.name);

/** Whether a pick finds the element again whose value was changed: by its type, or by being primary. */
const isLasting = ({ condition }: BoundPick): boolean => condition !== undefined && isSelector(condition.node);

const checkSource = (place: FaultPlace, attribute: BoundAttribute): void => {
  const { node, list, picks, source, takesAll } = attribute;
  const details = { attribute: source.attribute };
  if (isFixed(node)) refuse(place, 'readOnly', 'the attribute may not be changed', details);
  if (!['string', 'boolean', 'reference'].includes(node.definition.type)) {
    refuse(place, 'noInverse', `a profile has no way back to a value of type ${node.definition.type}`, details);
  }
  if (takesAll) refuse(place, 'noInverse', 'a list has no way back', details);
  if (list === undefined || takesAll) return;
  if (isSelector(node)) {
    refuse(place, 'noInverse', 'elements are picked by this attribute: another one would be meant next time', details);
  }
  if (!picks.every(isLasting)) {
    refuse(place, 'noInverse', 'pick by primary or type alone: another element may be meant next time', details);
  }
  if (picks.some(({ condition }) => condition !== undefined && isFixed(condition.node))) {
    refuse(place, 'readOnly', 'what selects the element may not be changed', details);
  }
};

/** Whether a step has an inverse: a table whose texts are all different, and that empties what it does not know. */
const isInvertible = (step: Step): boolean => {
  if (typeof step === 'string' || !('lookup' in step)) return false;
  const { table, unknown, caseless } = step.lookup;
  const cells = Object.values(table);
  const isOneToOne = new Set(cells).size === cells.length;
  const isPresent = cells.every((cell) => typeof cell === 'boolean' || cell.trim() !== '');
  return isOneToOne && isPresent && unknown === 'empty' && !caseless;
};

const NO_INVERSE =
  'only one lookup has a way back: its values all different and none blank, unknown "empty", and not caseless';

/** Reports why a field cannot be written back. */
export const checkWriteBack = (outer: FaultPlace, { mapping, sources, steps }: BoundMapping): void => {
  const place = ofField(outer, mapping.field);
  for (const [index, source] of sources.entries()) {
    const at = inside(inside(place, 'from'), index);
    if (source.kind === 'attribute') checkSource(at, source);
    else refuse(at, 'noInverse', `a ${source.kind} has no way back`);
  }
  if (steps.length > 1 || !steps.every(({ step }) => isInvertible(step))) {
    refuse(inside(place, 'steps'), 'noInverse', NO_INVERSE);
  }
};

/** Whether two picks can never select the same element: they ask for different types. */
const areApart = (left: BoundPick, right: BoundPick): boolean =>
  left.condition !== undefined &&
  right.condition !== undefined &&
  left.condition.node === right.condition.node &&
  left.condition.value !== right.condition.value;

/** Whether a write to one attribute may be a write to another one. Both are simple, so that none is within the other. */
const meet = (left: BoundAttribute, right: BoundAttribute): boolean => {
  if (left.node !== right.node) return false;
  return left.list === undefined || !left.picks.every((one) => right.picks.every((other) => areApart(one, other)));
};

const attributesOf = ({ sources }: BoundMapping): readonly BoundAttribute[] =>
  sources.flatMap((source) => (source.kind === 'attribute' ? [source] : []));

/** Reports fields that are written back to an attribute to which an earlier one is. */
export const checkCollisions = (
  placed: readonly { readonly place: FaultPlace; readonly bound: BoundMapping }[],
): void => {
  const written = placed.filter(({ bound }) => bound.mapping.writeBack);
  for (const [index, { place, bound }] of written.entries()) {
    for (const other of written.slice(0, index)) {
      const clash = attributesOf(bound).find((one) => attributesOf(other.bound).some((two) => meet(one, two)));
      if (clash === undefined) continue;
      const reason = `${other.bound.mapping.field} is written back to the same attribute`;
      refuse(inside(ofField(place, bound.mapping.field), 'writeBack'), 'writeBackCollision', reason, {
        attribute: clash.source.attribute,
      });
    }
  }
};
