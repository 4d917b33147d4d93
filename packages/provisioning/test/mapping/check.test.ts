// What an administrator reads when a mapping set is refused.
import { describe, expect, it } from 'vitest';
import { faultsOf, titleFrom } from './support.ts';

describe('a mapping set that is refused', () => {
  it('names every fault at once, with field, path and place', () => {
    const set = {
      fields: [{ name: 'badge no', type: 'string' }],
      mappings: [
        { field: 'email', from: [{ attribute: 'email' }] },
        { field: 'departement', from: [{ attribute: 'department' }] },
        { field: 'title', from: [{ atribute: 'title' }] },
        { field: 'active', from: [{ attribute: 'active' }], steps: ['trim'], requried: true },
      ],
    };
    expect(faultsOf(set)).toEqual([
      'title: must have the member attribute, constant or join (at mappings[2].from[0])',
      'there is no such member here; there may be field, from, steps, otherwise, required, writeBack; did you mean required? (at mappings[3].requried)',
      'badge no: a name has 1 to 64 letters, digits, - and _, a letter first (at fields[0].name)',
      'email, email: User has no such attribute; did you mean emails.value? (at mappings[0].from[0].attribute)',
      'departement: the profile has no such field; did you mean department? (at mappings[1].field)',
      'active: the step takes texts, and the value is true or false (at mappings[3].steps[0])',
    ]);
  });

  it('of which the fields cannot be read is not looked at further', () => {
    const fields = [{ name: 'badge', type: 'text' }];
    const mappings = [{ field: 'badge', from: [{ attribute: 'nobody' }] }];
    expect(faultsOf({ fields, mappings })).toEqual(['must be one of string, boolean, stringList (at fields[0].type)']);
  });

  it('says which attribute is complex, and what is in it', () => {
    expect(faultsOf(titleFrom({ from: [{ attribute: 'emails' }] }))).toEqual([
      'title, emails: the attribute is complex; name what is in it; did you mean emails.value? (at mappings[0].from[0].attribute)',
    ]);
  });

  it('lists 100 faults at most', () => {
    const from = Array.from({ length: 16 }, () => ({ attribute: 'nobody' }));
    const fields = Array.from({ length: 20 }, (_none, index) => ({ name: `own${index}`, type: 'string' }));
    expect(faultsOf({ fields, mappings: fields.map(({ name }) => ({ field: name, from })) })).toHaveLength(100);
  });

  it('shows nothing that steers a terminal', () => {
    expect(faultsOf(titleFrom({ from: [{ attribute: '\u001b[2J' }] })).join('')).not.toContain('\u001b');
  });
});
