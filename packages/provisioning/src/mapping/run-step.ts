// Steps: the type that each gives, and what it makes of a value.
import { foldCase } from '@looop-scim/scim/attribute';
import { beginningOf } from '../activity/samples.ts';
import type { BoundStep } from './bound-mapping-set.ts';
import { inside, refuse, type FaultPlace } from './fault-place.ts';
import type { Lookup, Step } from './mapping-set.ts';
import type { FieldType } from './profile.ts';

/** The key of a row, or the text that is looked up, as they are compared. */
const keyOf = ({ caseless }: Lookup, text: string): string => (caseless ? foldCase(text) : text);

/** The type of what a table gives; undefined when it mixes texts with true and false. */
const typeOfTable = ({ table, unknown }: Lookup): 'string' | 'boolean' | undefined => {
  const cells = [...Object.values(table), ...(typeof unknown === 'object' ? [unknown.value] : [])];
  const types = new Set(cells.map((cell) => (typeof cell === 'boolean' ? 'boolean' : 'string')));
  const [type] = types;
  return types.size === 1 ? type : undefined;
};

/** Binds a step; of several rows with one key the second one is a fault. */
export const bindStep = (place: FaultPlace, step: Step): BoundStep | undefined => {
  if (typeof step === 'string' || !('lookup' in step)) return { step };
  const { lookup } = step;
  const within = inside(place, 'lookup');
  if (typeOfTable(lookup) === undefined) return refuse(within, 'type', 'the table mixes texts with true and false');
  const table = new Map<string, string | boolean>();
  for (const [key, cell] of Object.entries(lookup.table)) {
    const compared = keyOf(lookup, key);
    if (table.has(compared)) {
      refuse(inside(inside(within, 'table'), key), 'repeatedKey', 'another row has the same key in another case');
    }
    table.set(compared, cell);
  }
  return { step, table };
};

const NO_TEXT = 'the step takes texts, and the value is true or false';

const typeAfterLookup = (lookup: Lookup, type: FieldType): FieldType | { readonly reason: string } => {
  const gives = typeOfTable(lookup) ?? 'string';
  const element = type === 'stringList' ? 'string' : type;
  if (type === 'stringList' && gives === 'boolean') return { reason: 'a list of texts cannot become true or false' };
  if (lookup.unknown === 'keep' && element !== gives) {
    return { reason: 'the table changes the type of the value, so that unknown values cannot be kept' };
  }
  const isWord = (key: string): boolean => ['true', 'false'].includes(keyOf(lookup, key));
  if (type === 'boolean' && !Object.keys(lookup.table).every(isWord)) {
    return { reason: 'the value is true or false, and the table has other keys' };
  }
  return type === 'stringList' ? type : gives;
};

/** The type that a step gives for one that it takes, or why it does not take it. */
export const typeAfter = ({ step }: BoundStep, type: FieldType): FieldType | { readonly reason: string } => {
  if (typeof step === 'object' && 'lookup' in step) return typeAfterLookup(step.lookup, type);
  return type === 'boolean' ? { reason: NO_TEXT } : type;
};

const runLookup = (
  lookup: Lookup,
  table: ReadonlyMap<string, string | boolean>,
  value: string | boolean,
): string | boolean | undefined => {
  const found = table.get(keyOf(lookup, String(value)));
  if (found !== undefined) return found;
  if (lookup.unknown === 'keep') return value;
  return lookup.unknown === 'empty' ? undefined : lookup.unknown.value;
};

const partBefore = (text: string, separator: string): string => {
  const at = text.indexOf(separator);
  return at < 0 ? text : text.slice(0, at);
};

const partAfter = (text: string, separator: string): string => {
  const at = text.indexOf(separator);
  return at < 0 ? '' : text.slice(at + separator.length);
};

const runOnText = (step: Exclude<Step, { readonly lookup: Lookup }>, text: string): string => {
  if (step === 'trim') return text.trim();
  if (step === 'lower') return text.toLowerCase();
  if (step === 'upper') return text.toUpperCase();
  if ('before' in step) return partBefore(text, step.before);
  return 'after' in step ? partAfter(text, step.after) : beginningOf(text, step.truncate);
};

/**
 * What a step makes of one value; undefined when it leaves none. A part that would begin or end within a surrogate pair is made
 * well-formed.
 */
export const runStep = ({ step, table }: BoundStep, value: string | boolean): string | boolean | undefined => {
  if (typeof step === 'object' && 'lookup' in step) return runLookup(step.lookup, table ?? new Map(), value);
  return typeof value === 'string' ? runOnText(step, value).toWellFormed() : value;
};

/** Whether a step has a row for a text; a step that is no lookup has no rows to miss. */
export const isKnownTo = ({ step, table }: BoundStep, text: string): boolean =>
  typeof step === 'string' || !('lookup' in step) || table?.has(keyOf(step.lookup, text)) === true;
