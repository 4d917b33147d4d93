import { at, elements, isObject, showValue } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../people.ts';
import { enterpriseUrn, looopUrn, userUrn } from '../requests.ts';
import { expectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';

/** The whole user, as Okta wants it back after a write and on every read. */
export const isUser = (person: Person): Expectation =>
  expectation(
    {
      okta: 'OKTA-20',
      needs: 'the whole user: schemas with the core User URN, an id, the names and the e-mail address that were sent',
      advice:
        'Answer with the stored resource, all its attributes, and an id that never changes and does not contain "bulkId".',
    },
    ({ json }) => {
      if (!elements(at(json, 'schemas')).includes(userUrn)) return `schemas ${showValue(at(json, 'schemas'))}`;
      const id = at(json, 'id');
      if (typeof id !== 'string' || id === '' || id.toLowerCase().includes('bulkid')) return `id ${showValue(id)}`;
      if (at(json, 'name', 'givenName') !== person.givenName || at(json, 'name', 'familyName') !== person.familyName) {
        return `name ${showValue(at(json, 'name'))}`;
      }
      const email = at(json, 'emails', 0, 'value');
      return email === person.userName ? undefined : `emails[0].value ${showValue(email)}`;
    },
  );

/** `userName` comes back in exactly the spelling in which it was sent. */
export const userNameIs = (userName: string): Expectation =>
  expectation(
    {
      okta: 'OKTA-17',
      needs: `userName ${showValue(userName)}, letter for letter as it was sent`,
      advice: 'Store userName as it comes; ignore case only when comparing.',
    },
    ({ json }) => (at(json, 'userName') === userName ? undefined : `userName ${showValue(at(json, 'userName'))}`),
  );

/** `active` is the JSON boolean that it should be. */
export const activeIs = (active: boolean, okta: string): Expectation =>
  expectation(
    {
      okta,
      needs: `active ${active}, as a JSON boolean`,
      advice: 'Apply the change of active, keep the user, and answer with true or false without quotation marks.',
    },
    ({ json }) => (at(json, 'active') === active ? undefined : `active ${showValue(at(json, 'active'))}`),
  );

/** The resource is still the same one. */
export const idIs = (id: string, okta: string): Expectation =>
  expectation(
    {
      okta,
      needs: `the same id, ${id}`,
      advice: 'Change the resource that the URL names; never make a new one in its place.',
    },
    ({ json }) => (at(json, 'id') === id ? undefined : `id ${showValue(at(json, 'id'))}`),
  );

/** Attributes below the top level or an extension have these values. */
export const carries = (okta: string, path: readonly string[], expected: JsonObject): Expectation =>
  expectation(
    {
      okta,
      needs: `${path.join(' ')} with ${showValue(expected, 220)}`,
      advice:
        'Store every mapped attribute under its own schema and give it back; attributes that were not sent in a PATCH stay.',
    },
    ({ json }) => {
      const found = at(json, ...path);
      for (const [name, value] of Object.entries(expected)) {
        if (!contains(at(found, name), value)) return `${name} ${showValue(at(found, name))}`;
      }
      return undefined;
    },
  );

/** Decides whether a value has what is expected; objects may carry more than that. */
const contains = (found: ReturnType<typeof at>, expected: JsonObject[string]): boolean => {
  if (!isObject(expected)) return found === expected;
  return isObject(found) && Object.entries(expected).every(([name, value]) => contains(at(found, name), value));
};

/** The extensions stay apart: `department` exists in both and means two things. */
export const carriesExtensions = (person: Person): readonly Expectation[] => [
  carries('OKTA-37', [enterpriseUrn], person.enterprise),
  carries('OKTA-40', [looopUrn], person.looop),
];
