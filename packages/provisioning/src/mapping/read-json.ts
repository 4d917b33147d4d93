// The JSON values that the form of a mapping set is made of, each checked where it stands.
import { closestName } from '@looop-scim/scim/attribute';
import { inside, refuse, shortened, type FaultPlace } from './fault-place.ts';
import { MAPPING_LIMITS } from './mapping-set.ts';
import type { ProfileValue } from './profile.ts';

/** A JSON object as it came. */
export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (json: unknown): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** The object at a place; members other than `members` are faults. */
export const readObject = (place: FaultPlace, json: unknown, members?: readonly string[]): JsonObject | undefined => {
  if (!isObject(json)) return refuse(place, 'shape', 'must be an object');
  if (members === undefined) return json;
  for (const stranger of Object.keys(json).filter((key) => !members.includes(key))) {
    const suggestion = closestName(stranger, members);
    const reason = `there is no such member here; there may be ${members.join(', ')}`;
    refuse(inside(place, stranger), 'shape', reason, suggestion === undefined ? {} : { suggestion });
  }
  return json;
};

/** The member of an object; undefined when there is none. */
export const memberOf = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** How many elements a list may have. */
export interface ListBounds {
  readonly most: number;
  /** Default: 0. */
  readonly least?: number;
}

type Read<Element> = (place: FaultPlace, json: unknown) => Element | undefined;

/** The list at a place, with what is made of its elements: undefined for each that is at fault. */
export const readEach = <Element>(
  place: FaultPlace,
  json: unknown,
  { most, least = 0 }: ListBounds,
  read: Read<Element>,
): readonly (Element | undefined)[] | undefined => {
  if (!Array.isArray(json)) return refuse(place, 'shape', 'must be a list');
  if (json.length > most) return refuse(place, 'bound', `has more than ${most} elements`);
  if (json.length < least) return refuse(place, 'shape', 'must not be empty');
  return json.map((element: unknown, index) => read(inside(place, index), element));
};

/** Values without gaps; undefined when there is one. */
export const withoutGaps = <Element>(
  elements: readonly (Element | undefined)[] | undefined,
): readonly Element[] | undefined => {
  const sound = elements?.filter((element) => element !== undefined);
  return sound?.length === elements?.length ? sound : undefined;
};

/** The list at a place, with what is made of its elements; undefined when one of them is at fault. */
export const readList = <Element>(
  place: FaultPlace,
  json: unknown,
  bounds: ListBounds,
  read: Read<Element>,
): readonly Element[] | undefined => withoutGaps(readEach(place, json, bounds, read));

/** The text at a place. */
export const readText = (place: FaultPlace, json: unknown): string | undefined => {
  if (typeof json !== 'string') return refuse(place, 'shape', 'must be a text');
  if (json.length > MAPPING_LIMITS.valueCharacters) {
    return refuse(place, 'bound', `has more than ${MAPPING_LIMITS.valueCharacters} characters`);
  }
  if (json.isWellFormed() && !json.includes('\u0000')) return json;
  return refuse(place, 'shape', 'has half of a surrogate pair or the character U+0000');
};

/** The text at a place, which must not be blank. */
export const readWord = (place: FaultPlace, json: unknown): string | undefined => {
  const text = readText(place, json);
  return text?.trim() === '' ? refuse(place, 'shape', 'must not be blank') : text;
};

/** The text at a place, which must have a character. */
export const readNonEmpty = (place: FaultPlace, json: unknown): string | undefined => {
  const text = readText(place, json);
  return text === '' ? refuse(place, 'shape', 'must not be empty') : text;
};

/** Whether a member that may be missing is true. */
export const readFlag = (place: FaultPlace, json: unknown): boolean | undefined => {
  if (json === undefined) return false;
  return typeof json === 'boolean' ? json : refuse(place, 'shape', 'must be true or false');
};

/** A text, true, false or a list of texts; blank texts and empty lists are no values. */
export const readValue = (place: FaultPlace, json: unknown): ProfileValue | undefined => {
  if (typeof json === 'boolean') return json;
  if (typeof json === 'string') return readWord(place, json);
  if (Array.isArray(json)) return readList(place, json, { most: MAPPING_LIMITS.listValues, least: 1 }, readWord);
  return refuse(place, 'shape', 'must be a text, true, false or a list of texts');
};

/** One of several words. */
export const readChoice = <Choice extends string>(
  place: FaultPlace,
  json: unknown,
  choices: readonly Choice[],
): Choice | undefined => {
  const chosen = choices.find((choice) => choice === json);
  if (chosen !== undefined) return chosen;
  const suggestion = typeof json === 'string' ? closestName(shortened(json), choices) : undefined;
  const reason = `must be one of ${choices.join(', ')}`;
  return refuse(place, 'shape', reason, suggestion === undefined ? {} : { suggestion });
};
