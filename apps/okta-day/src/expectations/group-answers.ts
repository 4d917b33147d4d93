import { at, elements, showValue } from '../json.ts';
import { expectation } from './expectation.ts';
import type { Expectation } from './expectation.ts';

/** A group with its id and its name. */
export const isGroup = (displayName: string): Expectation =>
  expectation(
    {
      okta: 'OKTA-53',
      needs: `the group ${showValue(displayName)} with an id`,
      advice: 'Answer with the stored group: schemas, id, displayName, members.',
    },
    ({ json }) => {
      const id = at(json, 'id');
      if (typeof id !== 'string' || id === '') return `id ${showValue(id)}`;
      return at(json, 'displayName') === displayName ? undefined : `displayName ${showValue(at(json, 'displayName'))}`;
    },
  );

/** The members are exactly these, each once, in any order. */
export const membersAre = (ids: readonly string[], okta: string): Expectation =>
  expectation(
    {
      okta,
      needs: ids.length === 0 ? 'an empty members array' : `exactly these ${ids.length} members: ${ids.join(', ')}`,
      advice:
        'Apply each membership operation to the members that are there; add and remove never touch the others, replace sets all.',
    },
    ({ json }) => {
      const members = at(json, 'members');
      if (!Array.isArray(members)) return `members ${showValue(members)}`;
      const found = elements(members).map((member) => at(member, 'value') ?? null);
      const same = found.length === ids.length && ids.every((id) => found.includes(id));
      return same ? undefined : `${found.length} members: ${showValue(found)}`;
    },
  );
