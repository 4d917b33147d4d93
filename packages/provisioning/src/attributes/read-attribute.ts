// From the JSON form of an own attribute to its definition; what is left out has the default of RFC 7643 section 2.2.
import * as Result from 'effect/Result';
import { LOOOP_USER_SCHEMA } from '@looop-scim/scim/schema';
import { InvalidAttribute, type AttributeFault } from './attribute-fault.ts';
import { OWN_MUTABILITY, OWN_RETURNED, OWN_TYPES, type OwnAttribute } from './own-attribute.ts';

type Json = Readonly<Record<string, unknown>>;
type Member = keyof OwnAttribute;

const MEMBERS: ReadonlySet<string> = new Set<Member>([
  'schema',
  'name',
  'type',
  'multiValued',
  'description',
  'canonicalValues',
  'caseExact',
  'mutability',
  'returned',
  'lookedUp',
]);

const isObject = (json: unknown): json is Json => typeof json === 'object' && json !== null && !Array.isArray(json);

/** Reads members, each with what stands in for it when it is absent. */
const makeReader = (json: Json, faults: AttributeFault[]) => {
  const fault = (at: Member, reason: string): void => void faults.push({ kind: 'shape', at, reason });
  const memberOf = (at: Member): unknown => (Object.hasOwn(json, at) ? json[at] : undefined);
  return {
    text: (at: Member, otherwise?: string): string => {
      const value = memberOf(at) ?? otherwise;
      if (typeof value === 'string') return value;
      fault(at, 'must be a text');
      return '';
    },
    flag: (at: Member, otherwise: boolean): boolean => {
      const value = memberOf(at) ?? otherwise;
      if (typeof value === 'boolean') return value;
      fault(at, 'must be true or false');
      return otherwise;
    },
    choice: <Choice extends string>(at: Member, choices: readonly Choice[], otherwise: Choice): Choice => {
      const value = memberOf(at) ?? otherwise;
      const chosen = choices.find((choice) => choice === value);
      if (chosen === undefined) fault(at, `must be one of ${choices.join(', ')}`);
      return chosen ?? otherwise;
    },
    texts: (at: Member): readonly string[] => {
      const value = memberOf(at) ?? [];
      if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
      fault(at, 'must be a list of texts');
      return [];
    },
  };
};

const ALWAYS_CASE_EXACT: ReadonlySet<string> = new Set(['reference', 'binary']);

/**
 * Reads the JSON form of an own attribute. Total on any JSON.
 * Fails: `InvalidAttribute` with every member that is of the wrong kind or unknown.
 */
export const readAttribute = (json: unknown): Result.Result<OwnAttribute, InvalidAttribute> => {
  if (!isObject(json)) {
    return Result.fail(new InvalidAttribute({ faults: [{ kind: 'shape', at: 'name', reason: 'must be an object' }] }));
  }
  const faults: AttributeFault[] = [];
  const stranger = Object.keys(json).find((key) => !MEMBERS.has(key));
  if (stranger !== undefined) {
    const reason = `there is no member ${JSON.stringify(stranger.slice(0, 64))}; there may be ${[...MEMBERS].join(', ')}`;
    faults.push({ kind: 'shape', at: 'name', reason });
  }
  const read = makeReader(json, faults);
  const type = read.choice('type', OWN_TYPES, 'string');
  const own: OwnAttribute = {
    schema: read.text('schema', LOOOP_USER_SCHEMA),
    name: read.text('name'),
    type,
    multiValued: read.flag('multiValued', false),
    description: read.text('description', ''),
    canonicalValues: read.texts('canonicalValues'),
    // RFC 7643 sections 2.3.6 and 2.3.7.
    caseExact: ALWAYS_CASE_EXACT.has(type) || read.flag('caseExact', false),
    mutability: read.choice('mutability', OWN_MUTABILITY, 'readWrite'),
    returned: read.choice('returned', OWN_RETURNED, 'default'),
    lookedUp: read.flag('lookedUp', false),
  };
  return faults.length === 0 ? Result.succeed(own) : Result.fail(new InvalidAttribute({ faults }));
};
