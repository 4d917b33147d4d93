// What an administrator reads when a mapping set is refused.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { readMappingSet } from '@looop-scim/provisioning/mapping';
import { checked, faultsOf, titleFrom } from './support.ts';

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

  it('has of each fault what is known of it, and no more', () => {
    const faultOf = (json: unknown) => {
      const result = checked(json);
      return Result.isFailure(result) ? result.failure.faults : [];
    };
    expect(faultOf(7)).toStrictEqual([{ kind: 'shape', at: '', reason: 'must be an object' }]);
    expect(faultOf({ mappings: [], zzz: 1 })).toStrictEqual([
      { kind: 'shape', at: 'zzz', reason: 'there is no such member here; there may be fields, mappings' },
    ]);
    expect(faultOf(titleFrom({ from: [{ attribute: 'zzzzzzz' }] }))).toStrictEqual([
      {
        kind: 'unknownAttribute',
        at: 'mappings[0].from[0].attribute',
        field: 'title',
        attribute: 'zzzzzzz',
        reason: 'User has no such attribute',
      },
    ]);
  });

  it.each([7, { mappings: [], zzz: 1 }, { mappings: [{ field: 'title' }] }, { mappings: [], fields: 7 }])(
    'is read no better than it is checked: %j',
    (json) => {
      const [read, whole] = [readMappingSet(json), checked(json)];
      expect(Result.isFailure(read) && read.failure.faults).toEqual(Result.isFailure(whole) && whole.failure.faults);
    },
  );

  it('shows nothing that steers a terminal', () => {
    expect(faultsOf(titleFrom({ from: [{ attribute: '\u001b[2J' }] })).join('')).not.toContain('\u001b');
  });
});
