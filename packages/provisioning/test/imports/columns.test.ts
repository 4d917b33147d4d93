// The columns of a file: which can be written, and why others cannot; and what a cell says.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import {
  applyLine,
  bindColumns,
  columnFaultText,
  defaultMatch,
  MAX_COLUMNS,
  settingFault,
  unfulfilled,
  writableColumns,
  type Cell,
} from '@looop-scim/provisioning/directory';
import { fullMappingSet, type BoundMappingSet } from '@looop-scim/provisioning/mapping';
import { groupType, userType } from '@looop-scim/scim/schema';
import { bindSavedSet } from '../../src/mapping/bind-saved-set.ts';
import { readCell } from '../../src/directory/cell.ts';
import { readableColumn } from '../../src/directory/bind-columns.ts';
import { checked } from '../mapping/support.ts';

const full = bindSavedSet(userType, fullMappingSet);

const SET = Result.getOrThrow(
  checked({
    fields: [
      { name: 'own', type: 'string' },
      { name: 'free', type: 'string' },
      { name: 'tags', type: 'stringList' },
    ],
    mappings: [
      { field: 'username', from: [{ attribute: 'userName' }] },
      { field: 'own', from: [{ attribute: 'nickName' }], steps: ['upper'] },
      { field: 'title', from: [{ attribute: 'title' }, { attribute: 'displayName' }] },
      { field: 'area', from: [{ constant: 'x' }] },
      { field: 'email', from: [{ attribute: 'emails.value', pick: ['primary', { type: 'work' }] }] },
      { field: 'tags', from: [{ attribute: 'emails.value' }] },
    ],
  }),
);

/** `set` null: attribute paths alone. */
const faultsOf = (names: readonly string[], set: BoundMappingSet | null = full, type = userType) => {
  const bound = bindColumns(type, set ?? undefined, names);
  return Result.isFailure(bound) ? bound.failure.faults.map(columnFaultText) : [];
};

describe('columns', () => {
  it.each([
    [['userName', 'externalId', 'active', 'name.formatted']],
    [['username', 'title', 'email']],
    [['USERNAME', 'Title']],
    [['emails.value']],
    [['emails[type eq "work"].value', 'emails[type eq "home"].value']],
    [['title', 'displayName']],
    [[]],
  ])('may be %j', (names) => {
    const bound = Result.getOrThrow(bindColumns(userType, full, names));
    expect(bound.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    [['shoeSize'], ['shoeSize: neither a field of the profile nor a SCIM attribute path']],
    [['titel'], ['titel: neither a field of the profile nor a SCIM attribute path; did you mean title?']],
    [
      ['tite', 'shoeSize'],
      [
        'tite: neither a field of the profile nor a SCIM attribute path; did you mean title?',
        'shoeSize: neither a field of the profile nor a SCIM attribute path',
      ],
    ],
    [['userName', 'userName'], ['userName: the column is there twice']],
    [['userName', 'username'], ['username: the column userName is written to the same attribute']],
    [
      ['emails.value', 'emails[type eq "work"].value'],
      ['emails[type eq "work"].value: the column emails.value is written to the same attribute'],
    ],
    [['id'], ['id: the attribute is kept by the server, beside what identity providers send']],
    [['groups'], ['groups: memberships belong to groups, not to the person']],
    [['password'], ['password: the attribute is secret']],
    [['emails'], ['emails: the attribute is complex; name what is in it; did you mean emails.value?']],
    [[`x${'y'.repeat(128)}`], [`x${'y'.repeat(127)}...: neither a field of the profile nor a SCIM attribute path`]],
    [['x'.repeat(128)], [`${'x'.repeat(128)}: neither a field of the profile nor a SCIM attribute path`]],
    // What steers a terminal is not repeated.
    [['a\u001b[31m\nb'], [expect.not.stringContaining('\u001b')]],
  ])('may not be %j', (names, faults) => expect(faultsOf(names)).toEqual(faults));

  it.each([
    [['own'], [expect.stringContaining('own: ')]],
    [['area'], ['area: nothing that the field comes from has a way back']],
    [['tags'], ['tags: nothing that the field comes from has a way back']],
    [['free'], ['free: no mapping has this field: it belongs to the platform']],
    [['email', 'emails.value'], ['emails.value: the column email is written to the same attribute']],
    [['title', 'displayName'], ['displayName: the column title is written to the same attribute']],
  ])('of a mapping set may not be %j', (names, faults) => expect(faultsOf(names, SET)).toEqual(faults));

  it('that come from an attribute by steps name the attribute, which may be written', () => {
    expect(faultsOf(['own'], SET)[0]).toMatch(/did you mean nickName\?$/u);
  });

  it('of groups, and without a mapping set, are attribute paths alone', () => {
    expect(faultsOf(['displayName', 'externalId'], null, groupType)).toEqual([]);
    expect(faultsOf(['userName', 'name.givenName'], null)).toEqual([]);
    expect(faultsOf(['username'], null)).toEqual([]);
    expect(faultsOf(['givenName'], null)).toEqual([
      'givenName: neither a field of the profile nor a SCIM attribute path; did you mean name.givenName?',
    ]);
  });

  it('are 64 at most', () => {
    expect(MAX_COLUMNS).toBe(64);
    const names = Array.from({ length: 65 }, (_, index) => `emails[type eq "type-${index}"].value`);
    expect(faultsOf(names.slice(0, 64))).toEqual([]);
    expect(faultsOf(names)).toEqual(['emails[type eq "type-64"].value: a file has at most 64 columns']);
    expect(writableColumns(userType, full, names).length).toBe(64);
  });

  it('that can be written together are found among others, in their order', () => {
    const names = ['shoeSize', 'userName', 'id', 'username', 'title', 'title', 'active'];
    expect(writableColumns(userType, full, names).map(({ name }) => name)).toEqual(['userName', 'title', 'active']);
    expect(writableColumns(userType, SET, ['area', 'email', 'emails.value']).map(({ name }) => name)).toEqual(['email']);
  });

  it('say where they are written to, and read what the profile has', () => {
    const [email, title] = Result.getOrThrow(bindColumns(userType, SET, ['email', 'title']));
    expect([email?.paths, title?.paths]).toEqual([['emails.value', 'emails.value'], ['title', 'displayName']].map((paths) => expect.arrayContaining(paths)));
    const document = { userName: 'ana', displayName: 'Ana', emails: [{ value: 'h', type: 'home' }, { value: 'w', type: 'work' }] };
    expect([email?.read(document), title?.read(document), email?.type]).toEqual(['w', 'Ana', 'string']);
  });

  it('may be read though they cannot be written', () => {
    const document = { userName: 'ana', nickName: 'annie', emails: [{ value: 'a' }, { value: 'b' }] };
    for (const [name, value] of [
      ['own', 'ANNIE'],
      ['area', 'x'],
      ['tags', ['a', 'b']],
      ['userName', 'ana'],
      ['title', undefined],
    ] as const) {
      const column = Result.getOrThrow(readableColumn(userType, SET, name));
      expect([column.name, column.read(document)]).toEqual([name, value]);
    }
    for (const name of ['shoeSize', 'free']) expect(Result.isFailure(readableColumn(userType, SET, name))).toBe(true);
  });
});

describe('a cell', () => {
  const set = (value: string | boolean) => ({ kind: 'set', value });
  const [leave, clear] = [{ kind: 'leave' }, { kind: 'clear' }];
  const unreadable = 'has a character that could not be read: save the file as UTF-8';

  it.each<readonly [Cell | undefined, unknown, unknown]>([
    // [cell, of a text, of a truth value]
    [undefined, leave, leave],
    [null, clear, clear],
    ['', leave, leave],
    [' \t', leave, leave],
    ['x', set('x'), 'must be true or false'],
    [' x ', set(' x '), 'must be true or false'],
    ['true', set('true'), set(true)],
    [' TRUE ', set(' TRUE '), set(true)],
    ['False', set('False'), set(false)],
    ['a\uFFFD', unreadable, 'must be true or false'],
    [true, 'must be a text', set(true)],
    [false, 'must be a text', set(false)],
    [['a'], 'must be one value, not a list', 'must be one value, not a list'],
    [[], 'must be one value, not a list', 'must be one value, not a list'],
  ])('%j says: %j, or %j', (cell, ofText, ofTruth) => {
    const read = (type: 'string' | 'boolean', clearBlank: boolean) => {
      const intent = readCell(cell, type, { clearBlank });
      return Result.isFailure(intent) ? intent.failure : intent.success;
    };
    expect([read('string', false), read('boolean', false)]).toEqual([ofText, ofTruth]);
    const isBlank = typeof cell === 'string' && cell.trim() === '';
    expect([read('string', true), read('boolean', true)]).toEqual(isBlank ? [clear, clear] : [ofText, ofTruth]);
  });
});

describe('a line', () => {
  const columns = (...names: readonly string[]) => Result.getOrThrow(bindColumns(userType, SET, names));
  const cells = (given: Readonly<Record<string, Cell>>) => new Map(Object.entries(given));
  const keep = { clearBlank: false };

  it('is put into a document column by column; what is there already stays as it is', () => {
    const document = { userName: 'ana', title: 'Coach', active: false };
    const applied = applyLine(
      columns('userName', 'title', 'active'),
      cells({ userName: 'ben', title: null, active: 'true' }),
      document,
      keep,
    );
    expect(Result.getOrThrow(applied)).toEqual({ userName: 'ben', active: true });
    const same = applyLine(columns('userName', 'title', 'active'), cells({ title: 'Coach', active: ' ' }), document, keep);
    expect(Result.getOrThrow(same)).toBe(document);
    expect(Result.getOrThrow(applyLine(columns('nickName'), cells({ nickName: null }), document, keep))).toBe(document);
  });

  it('is refused with its first column that cannot be read', () => {
    const applied = applyLine(
      columns('userName', 'title', 'active'),
      cells({ userName: 'a', title: ['x'], active: 'x' }),
      {},
      keep,
    );
    expect(applied).toEqual(Result.fail({ column: 'title', reason: 'must be one value, not a list' }));
  });

  it('that says what the profile has changes nothing, also where it could not be written', () => {
    const document = { userName: 'ana', title: 'a\uFFFD' };
    expect(Result.getOrThrow(applyLine(columns('title'), cells({ title: 'a\uFFFD' }), document, keep))).toBe(document);
  });

  it('is not done as long as something else counts first', () => {
    const [named] = [columns('displayName')];
    expect(unfulfilled(named, cells({ displayName: 'Ana' }), { displayName: 'Ana' }, keep)).toBeUndefined();
    for (const [document, has] of [
      [{ displayName: 'Ben' }, '"Ben"'],
      [{}, 'no value'],
    ] as const)
      expect(unfulfilled(named, cells({ displayName: 'Ana' }), document, keep)).toEqual({
        column: 'displayName',
        reason: `would have ${has} instead, because another attribute counts first`,
      });
    for (const cell of [null, '', ['a'], undefined])
      expect(unfulfilled(named, cell === undefined ? cells({}) : cells({ displayName: cell }), {}, keep)).toBeUndefined();
  });
});

describe('the settings of an import', () => {
  it('have a match by default', () => expect([defaultMatch('users'), defaultMatch('groups')]).toEqual(['userName', 'displayName']));

  it.each([
    ['users', 'userName', true, undefined],
    ['users', 'externalId', true, undefined],
    ['users', 'displayName', false, { setting: 'match', reason: 'People are not matched by displayName' }],
    ['groups', 'displayName', false, undefined],
    ['groups', 'externalId', false, undefined],
    ['groups', 'userName', false, { setting: 'match', reason: 'Groups have no userName' }],
    ['groups', 'displayName', true, { setting: 'deactivateMissing', reason: 'Groups cannot be deactivated' }],
  ] as const)('of %s by %s, deactivating %s: %o', (of, match, deactivateMissing, fault) =>
    expect(settingFault({ of, match, deactivateMissing })).toEqual(fault));
});
