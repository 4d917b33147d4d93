// The JSON form of steps.
import { inside, refuse, type FaultPlace } from './fault-place.ts';
import { MAPPING_LIMITS, type Lookup, type Step, type Unknown } from './mapping-set.ts';
import { memberOf, readFlag, readNonEmpty, readObject, readText, readWord, type JsonObject } from './read-json.ts';

const WORDS = ['trim', 'lower', 'upper'] as const;
const MEMBERS = ['before', 'after', 'truncate', 'lookup'];

const readLength = (place: FaultPlace, json: unknown): number | undefined => {
  if (typeof json === 'number' && Number.isInteger(json) && json >= 1 && json <= MAPPING_LIMITS.valueCharacters) {
    return json;
  }
  return refuse(place, 'shape', `must be a whole number from 1 to ${MAPPING_LIMITS.valueCharacters}`);
};

/** The value of a row; the empty text stands for none. */
const readCell = (place: FaultPlace, json: unknown): string | boolean | undefined =>
  typeof json === 'boolean' ? json : readText(place, json);

const readTable = (place: FaultPlace, json: unknown): Lookup['table'] | undefined => {
  const object = readObject(place, json);
  if (object === undefined) return undefined;
  const keys = Object.keys(object);
  if (keys.length === 0) return refuse(place, 'shape', 'must have a row');
  if (keys.length > MAPPING_LIMITS.tableRows) {
    return refuse(place, 'bound', `has more than ${MAPPING_LIMITS.tableRows} rows`);
  }
  const rows = keys.flatMap((key) => {
    const row = inside(place, key);
    const cell = readWord(row, key) === undefined ? undefined : readCell(row, object[key]);
    return cell === undefined ? [] : [[key, cell] as const];
  });
  return rows.length === keys.length ? Object.fromEntries(rows) : undefined;
};

const readUnknown = (place: FaultPlace, json: unknown): Unknown | undefined => {
  if (json === undefined || json === 'empty') return 'empty';
  if (json === 'keep') return 'keep';
  if (typeof json !== 'object') return refuse(place, 'shape', 'must be "keep", "empty" or an object with a value');
  const object = readObject(place, json, ['value']);
  if (object === undefined) return undefined;
  const value = readCell(inside(place, 'value'), memberOf(object, 'value'));
  return value === undefined ? undefined : { value };
};

const readLookup = (place: FaultPlace, json: unknown): Lookup | undefined => {
  const object = readObject(place, json, ['table', 'unknown', 'caseless']);
  if (object === undefined) return undefined;
  const table = readTable(inside(place, 'table'), memberOf(object, 'table'));
  const unknown = readUnknown(inside(place, 'unknown'), memberOf(object, 'unknown'));
  const caseless = readFlag(inside(place, 'caseless'), memberOf(object, 'caseless'));
  return table === undefined || unknown === undefined || caseless === undefined
    ? undefined
    : { table, unknown, caseless };
};

const readNamed = (outer: FaultPlace, object: JsonObject, name: string): Step | undefined => {
  const [place, json] = [inside(outer, name), object[name]];
  switch (name) {
    case 'before': {
      const before = readNonEmpty(place, json);
      return before === undefined ? undefined : { before };
    }
    case 'after': {
      const after = readNonEmpty(place, json);
      return after === undefined ? undefined : { after };
    }
    case 'truncate': {
      const truncate = readLength(place, json);
      return truncate === undefined ? undefined : { truncate };
    }
    default: {
      const lookup = readLookup(place, json);
      return lookup === undefined ? undefined : { lookup };
    }
  }
};

/** Reads a step. */
export const readStep = (place: FaultPlace, json: unknown): Step | undefined => {
  const word = WORDS.find((one) => one === json);
  if (word !== undefined) return word;
  const expected = `must be ${WORDS.join(', ')}, or an object with one of ${MEMBERS.join(', ')}`;
  if (typeof json !== 'object') return refuse(place, 'shape', expected);
  const object = readObject(place, json, MEMBERS);
  if (object === undefined) return undefined;
  const [name, ...others] = Object.keys(object);
  return name === undefined || others.length > 0 ? refuse(place, 'shape', expected) : readNamed(place, object, name);
};
