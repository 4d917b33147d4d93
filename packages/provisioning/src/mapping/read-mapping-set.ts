// From the JSON form of a mapping set to the set. Names of attributes and types are not looked at here: `checkMappingSet` does.
import * as Result from 'effect/Result';
import { inside, ofField, refuse, wholeSet, type FaultPlace } from './fault-place.ts';
import { InvalidMappingSet, type MappingFault } from './mapping-fault.ts';
import { MAPPING_LIMITS, printMappingSet, type Mapping, type MappingSet } from './mapping-set.ts';
import { FIELD_TYPES, type ProfileField } from './profile.ts';
import {
  memberOf,
  readChoice,
  readEach,
  readFlag,
  readList,
  readObject,
  readText,
  readValue,
  withoutGaps,
} from './read-json.ts';
import { readSource } from './read-source.ts';
import { readStep } from './read-step.ts';

const readField = (place: FaultPlace, json: unknown): ProfileField | undefined => {
  const object = readObject(place, json, ['name', 'type']);
  if (object === undefined) return undefined;
  const name = readText(inside(place, 'name'), memberOf(object, 'name'));
  const type = readChoice(inside(place, 'type'), memberOf(object, 'type'), FIELD_TYPES);
  return name === undefined || type === undefined ? undefined : { name, type };
};

const readOtherwise = (place: FaultPlace, json: unknown): Mapping['otherwise'] | undefined => {
  if (json === undefined || json === 'empty') return 'empty';
  if (typeof json === 'string') return refuse(place, 'shape', 'must be "empty" or an object with a value');
  const object = readObject(place, json, ['value']);
  if (object === undefined) return undefined;
  const value = readValue(inside(place, 'value'), memberOf(object, 'value'));
  return value === undefined ? undefined : { value };
};

const MAPPING_MEMBERS = ['field', 'from', 'steps', 'otherwise', 'required', 'writeBack'];

const readMapping = (outer: FaultPlace, json: unknown): Mapping | undefined => {
  const object = readObject(outer, json, MAPPING_MEMBERS);
  if (object === undefined) return undefined;
  const field = readText(inside(outer, 'field'), memberOf(object, 'field'));
  const place = field === undefined ? outer : ofField(outer, field);
  const member = (name: string): [FaultPlace, unknown] => [inside(place, name), memberOf(object, name)];
  const from = readList(...member('from'), { most: MAPPING_LIMITS.sources, least: 1 }, readSource);
  const [stepsPlace, given] = member('steps');
  const steps = given === undefined ? [] : readList(stepsPlace, given, { most: MAPPING_LIMITS.steps }, readStep);
  const otherwise = readOtherwise(...member('otherwise'));
  const required = readFlag(...member('required'));
  const writeBack = readFlag(...member('writeBack'));
  if (field === undefined || from === undefined || steps === undefined || otherwise === undefined) return undefined;
  if (required === undefined || writeBack === undefined) return undefined;
  return { field, from, steps, otherwise, required, writeBack };
};

/** What can be read of a set: mappings that cannot are undefined in their places. */
export interface ReadableSet {
  readonly fields: readonly ProfileField[];
  readonly mappings: readonly (Mapping | undefined)[];
}

const isTooLong = (set: MappingSet): boolean =>
  JSON.stringify(printMappingSet(set)).length > MAPPING_LIMITS.setCharacters;

/** What can be read of the JSON form of a set, with the faults of the rest; undefined when its fields cannot be told. */
export const readReadable = (place: FaultPlace, json: unknown): ReadableSet | undefined => {
  const object = readObject(place, json, ['fields', 'mappings']);
  if (object === undefined) return undefined;
  const most = { most: MAPPING_LIMITS.mappings };
  const own = memberOf(object, 'fields');
  const fields = own === undefined ? [] : readList(inside(place, 'fields'), own, most, readField);
  const mappings = readEach(inside(place, 'mappings'), memberOf(object, 'mappings'), most, readMapping);
  if (fields === undefined || mappings === undefined) return undefined;
  const sound = withoutGaps(mappings);
  if (sound !== undefined && isTooLong({ fields, mappings: sound })) {
    refuse(place, 'bound', `the set has more than ${MAPPING_LIMITS.setCharacters} characters`);
  }
  return { fields, mappings };
};

/**
 * Reads the JSON form of a mapping set; what may be left out has its default. Total on any JSON.
 * Fails: `InvalidMappingSet` with everything that is not of the form, or beyond `MAPPING_LIMITS`.
 */
export const readMappingSet = (json: unknown): Result.Result<MappingSet, InvalidMappingSet> => {
  const faults: MappingFault[] = [];
  const readable = readReadable(wholeSet(faults), json);
  const mappings = withoutGaps(readable?.mappings);
  // Members that nobody knows are faults beside a set that can be read.
  if (readable === undefined || mappings === undefined || faults.length > 0) {
    return Result.fail(new InvalidMappingSet({ faults }));
  }
  return Result.succeed({ fields: readable.fields, mappings });
};
