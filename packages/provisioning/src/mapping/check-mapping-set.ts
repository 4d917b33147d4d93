// Accepts or refuses a mapping set for a resource type. What is accepted cannot meet a type error any more, whatever the resource.
import * as Result from 'effect/Result';
import { closestName } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { bindAttribute } from './bind-attribute.ts';
import type { BoundMapping, BoundMappingSet, BoundSource, BoundStep } from './bound-mapping-set.ts';
import { checkCollisions, checkWriteBack } from './check-write-back.ts';
import { inside, ofField, refuse, shortened, wholeSet, type FaultPlace } from './fault-place.ts';
import { InvalidMappingSet, type MappingFault } from './mapping-fault.ts';
import {
  isAttributeSource,
  isJoinSource,
  MAPPING_LIMITS,
  type AttributeSource,
  type ConstantSource,
  type Mapping,
  type MappingSet,
  type Source,
} from './mapping-set.ts';
import { STANDARD_FIELDS, typeOfValue, type FieldType, type ProfileField } from './profile.ts';
import { readReadable, type ReadableSet } from './read-mapping-set.ts';
import { bindStep, typeAfter } from './run-step.ts';

/** What a type is called in faults. */
const NAMES: Readonly<Record<FieldType, string>> = {
  string: 'a text',
  boolean: 'true or false',
  stringList: 'a list of texts',
};

const isLetter = (character: string): boolean =>
  (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');

const isNameCharacter = (character: string): boolean =>
  isLetter(character) || (character >= '0' && character <= '9') || character === '-' || character === '_';

const isFieldName = (name: string): boolean =>
  name.length <= MAPPING_LIMITS.fieldNameCharacters && isLetter(name.charAt(0)) && [...name].every(isNameCharacter);

const FIELD_NAME_RULE = `a name has 1 to ${MAPPING_LIMITS.fieldNameCharacters} letters, digits, - and _, a letter first`;

/** The fields of the profile; faults of the organisation's own ones are reported. */
const checkFields = (place: FaultPlace, own: readonly ProfileField[]): readonly ProfileField[] => {
  const taken = new Set(STANDARD_FIELDS.map(({ name }) => name.toLowerCase()));
  for (const [index, { name }] of own.entries()) {
    const at = inside(inside(ofField(inside(place, 'fields'), name), index), 'name');
    if (!isFieldName(name)) refuse(at, 'fieldName', FIELD_NAME_RULE);
    else if (taken.has(name.toLowerCase())) refuse(at, 'repeatedField', 'there is a field of this name in any case');
    taken.add(name.toLowerCase());
  }
  return [...STANDARD_FIELDS, ...own];
};

const typeOfSource = (source: BoundSource): FieldType => {
  if (source.kind === 'constant') return typeOfValue(source.value);
  if (source.kind === 'join') return 'string';
  if (source.takesAll) return 'stringList';
  return source.node.definition.type === 'boolean' ? 'boolean' : 'string';
};

type Part = AttributeSource | ConstantSource;
type BoundPart = Exclude<BoundSource, { readonly kind: 'join' }>;

/** Binds the sources of one mapping. */
const makeBindSource = (type: ResourceType, takesAll: boolean) => {
  const bindPart = (place: FaultPlace, part: Part, all: boolean): BoundPart | undefined =>
    isAttributeSource(part)
      ? bindAttribute(type, place, part, all)
      : { kind: 'constant', source: part, value: part.constant };

  return (place: FaultPlace, source: Source): BoundSource | undefined => {
    if (!isJoinSource(source)) return bindPart(place, source, takesAll);
    const parts = source.join.map((part, index) => {
      const at = inside(inside(place, 'join'), index);
      const bound = bindPart(at, part, false);
      if (bound === undefined || typeOfSource(bound) === 'string') return bound;
      return refuse(at, 'type', `only texts can be joined, and this is ${NAMES[typeOfSource(bound)]}`);
    });
    const sound = parts.filter((part) => part !== undefined);
    return sound.length === parts.length ? { kind: 'join', source, parts: sound } : undefined;
  };
};

/** Reports the first step that does not take what comes to it, or that the end is not of the type of the field. */
const checkTypes = (place: FaultPlace, steps: readonly BoundStep[], starts: FieldType, due: FieldType): void => {
  let type = starts;
  for (const [index, step] of steps.entries()) {
    const next = typeAfter(step, type);
    if (typeof next === 'object') return refuse(inside(inside(place, 'steps'), index), 'type', next.reason);
    type = next;
  }
  if (type !== due) refuse(place, 'type', `the field is ${NAMES[due]}, and what is mapped to it is ${NAMES[type]}`);
  return undefined;
};

const countSources = (sources: readonly Source[]): number =>
  sources.reduce((sum, source) => sum + (isJoinSource(source) ? source.join.length : 1), 0);

const bindMapping = (
  type: ResourceType,
  place: FaultPlace,
  mapping: Mapping,
  due: FieldType,
): BoundMapping | undefined => {
  const { from, otherwise } = mapping;
  if (countSources(from) > MAPPING_LIMITS.sources) {
    refuse(inside(place, 'from'), 'bound', `there are more than ${MAPPING_LIMITS.sources} sources`);
  }
  if (otherwise !== 'empty' && typeOfValue(otherwise.value) !== due) {
    refuse(
      inside(place, 'otherwise'),
      'type',
      `the field is ${NAMES[due]}, and the value is ${NAMES[typeOfValue(otherwise.value)]}`,
    );
  }
  const bindSource = makeBindSource(type, due === 'stringList');
  const sources = from.map((source, index) => bindSource(inside(inside(place, 'from'), index), source));
  const steps = mapping.steps.map((step, index) => bindStep(inside(inside(place, 'steps'), index), step));
  const [boundSources, boundSteps] = [
    sources.filter((one) => one !== undefined),
    steps.filter((one) => one !== undefined),
  ];
  if (boundSteps.length < steps.length) return undefined;
  for (const starts of new Set(boundSources.map(typeOfSource))) checkTypes(place, boundSteps, starts, due);
  if (boundSources.length < sources.length) return undefined;
  return { mapping, type: due, sources: boundSources, steps: boundSteps };
};

const unknownField = (place: FaultPlace, field: string, fields: readonly ProfileField[]): undefined => {
  const suggestion = closestName(
    shortened(field),
    fields.map(({ name }) => name),
  );
  const reason = 'the profile has no such field';
  return refuse(inside(place, 'field'), 'unknownField', reason, suggestion === undefined ? {} : { suggestion });
};

/** The mappings of a set that can be bound, each with its place. */
const bindMappings = (
  type: ResourceType,
  whole: FaultPlace,
  { mappings }: ReadableSet,
  fields: readonly ProfileField[],
) => {
  const seen = new Set<string>();
  return mappings.flatMap((mapping, index) => {
    if (mapping === undefined) return [];
    const { field: name } = mapping;
    const place = ofField(inside(inside(whole, 'mappings'), index), name);
    const field = fields.find((one) => one.name === name);
    if (field === undefined) unknownField(place, name, fields);
    if (seen.has(name)) refuse(inside(place, 'field'), 'repeatedMapping', 'the field has a mapping already');
    seen.add(name);
    const bound = field === undefined ? undefined : bindMapping(type, place, mapping, field.type);
    if (bound === undefined) return [];
    if (mapping.writeBack) checkWriteBack(place, bound);
    return [{ place, bound }];
  });
};

/** What a set or its JSON form comes to: `read` reports faults of its own. */
const accept = (
  type: ResourceType,
  read: (whole: FaultPlace) => ReadableSet | undefined,
): Result.Result<BoundMappingSet, InvalidMappingSet> => {
  const faults: MappingFault[] = [];
  const whole = wholeSet(faults);
  const readable = read(whole);
  if (readable === undefined) return Result.fail(new InvalidMappingSet({ faults }));
  const fields = checkFields(whole, readable.fields);
  const placed = bindMappings(type, whole, readable, fields);
  checkCollisions(placed);
  if (faults.length > 0) return Result.fail(new InvalidMappingSet({ faults }));
  const mappings = placed.map(({ bound }) => bound);
  const set = { fields: readable.fields, mappings: mappings.map(({ mapping }) => mapping) };
  return Result.succeed({ resourceType: type, set, fields, mappings });
};

/**
 * Checks a mapping set against the attributes of a resource type and binds it.
 * Fails: `InvalidMappingSet` with every fault: fields that are unknown or mapped twice, paths that are unknown or cannot be
 * mapped, filters other than one `eq`, picks that cannot be, types that do not fit, and write-backs without a way back.
 */
export const checkMappingSet = (
  type: ResourceType,
  set: MappingSet,
): Result.Result<BoundMappingSet, InvalidMappingSet> => accept(type, () => set);

/**
 * Reads the JSON form of a mapping set, checks and binds it: `readMappingSet` and `checkMappingSet` in one, with the faults of
 * both. Total on any JSON.
 */
export const acceptMappingSet = (
  type: ResourceType,
  json: unknown,
): Result.Result<BoundMappingSet, InvalidMappingSet> => accept(type, (whole) => readReadable(whole, json));
