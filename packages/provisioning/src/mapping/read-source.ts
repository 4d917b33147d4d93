// The JSON form of sources and picks.
import { inside, refuse, type FaultPlace } from './fault-place.ts';
import { MAPPING_LIMITS, type AttributeSource, type ConstantSource, type Pick, type Source } from './mapping-set.ts';
import {
  memberOf,
  readChoice,
  readList,
  readObject,
  readText,
  readValue,
  readWord,
  type JsonObject,
} from './read-json.ts';

const PICK_WORDS = ['primary', 'only', 'first'] as const;

const readPick = (place: FaultPlace, json: unknown): Pick | undefined => {
  if (typeof json !== 'object') return readChoice(place, json, PICK_WORDS);
  const object = readObject(place, json, ['type']);
  if (object === undefined) return undefined;
  const type = readWord(inside(place, 'type'), memberOf(object, 'type'));
  return type === undefined ? undefined : { type };
};

/** A pick may stand alone, without the list around it. */
const readPicks = (place: FaultPlace, json: unknown): readonly Pick[] | undefined =>
  readList(place, Array.isArray(json) ? json : [json], { most: MAPPING_LIMITS.picks, least: 1 }, readPick);

const readAttribute = (place: FaultPlace, json: JsonObject): AttributeSource | undefined => {
  readObject(place, json, ['attribute', 'pick']);
  const attribute = readWord(inside(place, 'attribute'), memberOf(json, 'attribute'));
  const given = memberOf(json, 'pick');
  if (given === undefined) return attribute === undefined ? undefined : { attribute };
  const pick = readPicks(inside(place, 'pick'), given);
  return attribute === undefined || pick === undefined ? undefined : { attribute, pick };
};

const readConstant = (place: FaultPlace, json: JsonObject): ConstantSource | undefined => {
  readObject(place, json, ['constant']);
  const constant = readValue(inside(place, 'constant'), memberOf(json, 'constant'));
  return constant === undefined ? undefined : { constant };
};

const readPart = (place: FaultPlace, json: unknown): AttributeSource | ConstantSource | undefined => {
  const object = readObject(place, json);
  if (object === undefined) return undefined;
  if (Object.hasOwn(object, 'attribute')) return readAttribute(place, object);
  if (Object.hasOwn(object, 'constant')) return readConstant(place, object);
  return refuse(place, 'shape', 'must have the member attribute or constant');
};

/** Reads a source. */
export const readSource = (place: FaultPlace, json: unknown): Source | undefined => {
  const object = readObject(place, json);
  if (object === undefined) return undefined;
  if (!Object.hasOwn(object, 'join')) {
    if (Object.hasOwn(object, 'attribute') || Object.hasOwn(object, 'constant')) return readPart(place, object);
    return refuse(place, 'shape', 'must have the member attribute, constant or join');
  }
  readObject(place, object, ['join', 'separator']);
  const most = { most: MAPPING_LIMITS.sources, least: 1 };
  const join = readList(inside(place, 'join'), memberOf(object, 'join'), most, readPart);
  const given = memberOf(object, 'separator');
  const separator = given === undefined ? ' ' : readText(inside(place, 'separator'), given);
  return join === undefined || separator === undefined ? undefined : { join, separator };
};
