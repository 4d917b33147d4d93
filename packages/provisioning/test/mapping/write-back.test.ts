import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { writeBackLens, type ProfileValue } from '@looop-scim/provisioning/mapping';
import type { Complex } from '@looop-scim/scim/attribute';
import { checked, titleFrom } from './support.ts';

const lensOf = (mapping: object) => {
  const lens = writeBackLens(Result.getOrThrow(checked(titleFrom({ ...mapping, writeBack: true }))), 'title');
  if (lens === undefined) throw new Error('there is no lens');
  return lens;
};

const put = (mapping: object, document: Complex, value: ProfileValue): unknown =>
  Result.match(lensOf(mapping).put(document, value), { onSuccess: (next) => next, onFailure: ({ reason }) => reason });

const get = (mapping: object, document: Complex): unknown => lensOf(mapping).get(document);

const work = { from: [{ attribute: 'emails.value', pick: [{ type: 'work' }, 'primary'] }] };

describe('a field that is written back', () => {
  it('goes to its attribute, and leaves all others as they are', () => {
    const given = { from: [{ attribute: 'name.givenName' }] };
    expect(put(given, { userName: 'ana', name: { familyName: 'Pop' } }, 'Ana')).toEqual({
      userName: 'ana',
      name: { familyName: 'Pop', givenName: 'Ana' },
    });
    expect(put(given, { userName: 'ana' }, 'Ana')).toEqual({ userName: 'ana', name: { givenName: 'Ana' } });
  });

  it('goes to the attribute that it has its value from, else to the first one', () => {
    const several = { from: [{ attribute: 'nickName' }, { attribute: 'userType' }] };
    expect(put(several, { userName: 'ana', userType: 'a' }, 'b')).toEqual({ userName: 'ana', userType: 'b' });
    expect(put(several, { userName: 'ana' }, 'b')).toEqual({ userName: 'ana', nickName: 'b' });
  });

  it('goes to the element that is picked: one with a value, else one without, else a new one', () => {
    const empty = { type: 'work', display: 'Work' };
    const full = { type: 'WORK', value: 'a@acme.example' };
    const home = { type: 'home', value: 'h@acme.example', primary: true };
    expect(put(work, { emails: [empty, full] }, 'b@acme.example')).toEqual({
      emails: [empty, { ...full, value: 'b@acme.example' }],
    });
    expect(put(work, { emails: [empty] }, 'b@acme.example')).toEqual({
      emails: [{ ...empty, value: 'b@acme.example' }],
    });
    expect(put(work, { emails: [home] }, 'b@acme.example')).toEqual({ emails: [{ ...home, value: 'b@acme.example' }] });
    expect(put(work, { userName: 'ana' }, 'b@acme.example')).toEqual({
      userName: 'ana',
      emails: [{ type: 'work', value: 'b@acme.example' }],
    });
  });

  it('goes through a table backwards', () => {
    const table = { from: [{ attribute: 'title' }], steps: [{ lookup: { table: { SLS: 'Sales', SUP: 'Support' } } }] };
    expect(put(table, { userName: 'ana', title: 'SLS' }, 'Support')).toEqual({ userName: 'ana', title: 'SUP' });
    expect(put(table, { userName: 'ana' }, 'Field')).toBe('the table of the mapping has no row that gives this value');
  });

  it('is of the type of the attribute that it goes to', () => {
    const lookup = { table: { true: 'in', false: 'out' } };
    const either = { from: [{ attribute: 'userType' }, { attribute: 'active' }], steps: [{ lookup }] };
    expect(put(either, { userName: 'ana', active: true }, 'out')).toEqual({ userName: 'ana', active: false });
    expect(put(either, { userName: 'ana', userType: 'true', active: true }, 'out')).toEqual({
      userName: 'ana',
      userType: 'false',
      active: true,
    });
  });

  it('is refused for what it cannot be', () => {
    const title = { from: [{ attribute: 'title' }] };
    expect(put(title, {}, ' ')).toBe('the value is blank; clear the field instead');
    expect(put(title, {}, true)).toBe('the value is of another type');
    expect(put(title, {}, 'x'.repeat(4097))).toBe('the value has more than 4096 characters');
    expect(put(title, {}, '\ud800')).toBe('the value has half of a surrogate pair or the character U+0000');
  });

  it('is cleared in all of its attributes; elements go that had nothing else', () => {
    const { clear } = lensOf(work);
    const other = { type: 'other', value: 'o@acme.example' };
    const named = { type: 'work', value: 'c@acme.example', display: 'Work' };
    expect(clear({ emails: [{ type: 'work', value: 'a@acme.example' }, named, other] })).toEqual({
      emails: [{ type: 'work', display: 'Work' }, other],
    });
    expect(clear({ userName: 'ana', emails: [{ primary: true, value: 'a@acme.example' }] })).toEqual({
      userName: 'ana',
    });
    expect(clear({ userName: 'ana' })).toEqual({ userName: 'ana' });
  });

  it('has no lens unless its mapping says so', () => {
    const set = Result.getOrThrow(checked(titleFrom({ from: [{ attribute: 'title' }] })));
    expect([writeBackLens(set, 'title'), writeBackLens(set, 'email')]).toEqual([undefined, undefined]);
  });

  it('has the value of the first attribute that has one, and nothing that stands in', () => {
    const several = { from: [{ attribute: 'nickName' }, { attribute: 'userType' }], otherwise: { value: 'none' } };
    expect(get(several, { nickName: ' ', userType: 'b' })).toBe('b');
    expect(get(several, { nickName: 'a', userType: 'b' })).toBe('a');
    expect(get(several, { nickName: 7, userType: [] })).toBe(undefined);
    expect(get(work, { emails: [{ type: 'home', value: 'h' }, { type: 'work' }, { type: 'work', value: 'w' }] })).toBe(
      'w',
    );
    expect(
      get(work, {
        emails: [
          { type: 'home', value: 'h' },
          { primary: true, value: 'p' },
        ],
      }),
    ).toBe('p');
    expect(get(work, { emails: 'none' })).toBe(undefined);
    const lookup = { table: { SLS: 'Sales' } };
    expect(get({ from: [{ attribute: 'title' }], steps: [{ lookup }] }, { title: 'SLS' })).toBe('Sales');
    expect(get({ from: [{ attribute: 'title' }], steps: [{ lookup }] }, { title: 'HR' })).toBe(undefined);
  });

  it('is of full length, to the last character', () => {
    const title = { from: [{ attribute: 'title' }] };
    expect(put(title, {}, 'x'.repeat(4096))).toEqual({ title: 'x'.repeat(4096) });
    expect(put(title, {}, 'a\u0000b')).toBe('the value has half of a surrogate pair or the character U+0000');
    expect(get(title, { title: 'x'.repeat(5000) })).toHaveLength(5000);
  });

  it('is cleared at every depth, and leaves no empty value behind', () => {
    const given = lensOf({ from: [{ attribute: 'name.givenName' }, { attribute: 'title' }] });
    expect(given.clear({ userName: 'ana', title: 'x', name: { givenName: 'Ana' } })).toEqual({ userName: 'ana' });
    expect(given.clear({ name: { givenName: 'Ana', familyName: 'Pop' } })).toEqual({ name: { familyName: 'Pop' } });
    expect(given.clear({ title: 'x' })).toEqual({});
    const named = { type: 'work', value: 'a', display: 'A' };
    expect(lensOf(work).clear({ emails: [named, { type: 'home', value: 'b' }, { type: 'work' }] })).toEqual({
      emails: [
        { type: 'work', display: 'A' },
        { type: 'home', value: 'b' },
      ],
    });
    expect(lensOf(work).clear({ emails: [] })).toEqual({ emails: [] });
  });

  it('leaves elements that are no objects where they are', () => {
    const emails = ['odd', { type: 'work', value: 'a' }];
    expect(put(work, { emails }, 'b')).toEqual({ emails: ['odd', { type: 'work', value: 'b' }] });
    expect(lensOf(work).clear({ emails })).toEqual({ emails: ['odd'] });
  });

  it('has the reason why a value cannot be, with its field', () => {
    const lookup = { table: { in: 'x' } };
    const lens = lensOf({ from: [{ attribute: 'title' }], steps: [{ lookup }] });
    const refused = lens.put({}, 'y');
    expect(Result.isFailure(refused) && refused.failure).toMatchObject({
      _tag: 'NotWritable',
      field: 'title',
      reason: 'the table of the mapping has no row that gives this value',
    });
    expect(put({ from: [{ attribute: 'title' }] }, {}, ['x'])).toBe('the value is of another type');
  });

  it('that is true or false is written as such, and through a table of words', () => {
    const activeLens = (steps: readonly unknown[]) => {
      const set = { mappings: [{ field: 'active', from: [{ attribute: 'active' }], steps, writeBack: true }] };
      return writeBackLens(Result.getOrThrow(checked(set)), 'active');
    };
    const plain = activeLens([]);
    expect(plain?.get({ active: false })).toBe(false);
    expect(plain?.put({ active: false }, true)).toEqual(Result.succeed({ active: true }));
    const turned = activeLens([{ lookup: { table: { true: false, false: true } } }]);
    expect(turned?.get({ active: false })).toBe(true);
    expect(turned?.put({}, true)).toEqual(Result.succeed({ active: false }));
    expect(turned?.put({}, false)).toEqual(Result.succeed({ active: true }));
  });
});
