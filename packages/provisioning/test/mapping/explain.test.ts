import { describe, expect, it } from 'vitest';
import { LOOOP_USER_SCHEMA as LOOOP } from '@looop-scim/scim/schema';
import { explained, titleFrom, titleOf } from './support.ts';

const work = { value: 'ana@acme.example', type: 'work' };
const home = { value: 'ana@home.example', type: 'home' };

const email = (body: object, pick?: unknown) =>
  titleOf({ from: [{ attribute: 'emails.value', ...(pick !== undefined && { pick }) }] }, { userName: 'ana', ...body });

describe('the element of a list that is picked', () => {
  it('is the primary one, else that of type work, else the only one', () => {
    expect(email({ emails: [work, { ...home, primary: true }] })).toBe(home.value);
    expect(email({ emails: [home, work] })).toBe(work.value);
    expect(email({ emails: [home] })).toBe(home.value);
  });

  it('is never the first one by default: order means nothing (RFC 7643 section 2.4)', () => {
    expect(email({ emails: [home, { value: 'other@acme.example', type: 'other' }] })).toBe(undefined);
    expect(email({ emails: [home, { value: 'other@acme.example', type: 'other' }] }, 'first')).toBe(home.value);
  });

  it('is an element that has a value', () => {
    expect(email({ emails: [{ type: 'work', display: 'Work' }, home] }, [{ type: 'WORK' }, 'only'])).toBe(home.value);
  });

  it('is the first stored of several, and the trace says so', () => {
    const emails = [home, work, { ...work, value: 'ana2@acme.example' }];
    const { fields } = explained(titleFrom({ from: [{ attribute: 'emails.value', pick: { type: 'work' } }] }), {
      userName: 'ana',
      emails,
    });
    expect(fields[0]?.sources).toEqual([
      {
        source: { attribute: 'emails.value', pick: [{ type: 'work' }] },
        value: work.value,
        picked: { by: { type: 'work' }, matches: 2 },
      },
    ]);
  });

  it('may be named by a filter in the path', () => {
    const addresses = [
      { type: 'home', locality: 'Cluj' },
      { type: 'work', locality: 'Iasi' },
    ];
    const from = [{ attribute: 'addresses[type eq "work"].locality' }];
    expect(titleOf({ from }, { userName: 'ana', addresses })).toBe('Iasi');
    const several = [...addresses, { type: 'work', locality: 'Sibiu' }];
    const { fields } = explained(titleFrom({ from }), { userName: 'ana', addresses: several });
    expect(fields[0]?.sources[0]).toMatchObject({ value: 'Iasi', picked: { by: 'filter', matches: 2 } });
  });
});

describe('steps', () => {
  const userName = '  Ana.Pop@ACME.example ';
  const stepped = (...steps: readonly unknown[]) => titleOf({ from: [{ attribute: 'userName' }], steps }, { userName });

  it.each([
    [['trim'], 'Ana.Pop@ACME.example'],
    [['trim', 'lower'], 'ana.pop@acme.example'],
    [['trim', 'upper'], 'ANA.POP@ACME.EXAMPLE'],
    [['trim', { before: '@' }], 'Ana.Pop'],
    [['trim', { after: '@' }], 'ACME.example'],
    [['trim', { before: '#' }], 'Ana.Pop@ACME.example'],
    [['trim', { after: '#' }], undefined],
    [['trim', { truncate: 3 }], 'Ana'],
    [['trim', { before: '@' }, { after: '.' }, 'lower'], 'pop'],
  ])('%j make %j', (steps, result) => {
    expect(stepped(...steps)).toBe(result);
  });

  it('leave a surrogate pair whole', () => {
    expect(titleOf({ from: [{ constant: 'ab😀' }], steps: [{ truncate: 3 }] }, { userName })).toBe('ab');
  });

  it('look values up, with or without case, and say what becomes of others', () => {
    const table = { Sales: 'Commercial', HR: '' };
    const looked = (value: string, more: object) =>
      titleOf({ from: [{ constant: value }], steps: [{ lookup: { table, ...more } }] }, { userName });
    expect(looked('Sales', {})).toBe('Commercial');
    expect(looked('SALES', {})).toBe(undefined);
    expect(looked('SALES', { caseless: true })).toBe('Commercial');
    expect(looked('Field', { unknown: 'keep' })).toBe('Field');
    expect(looked('Field', { unknown: { value: 'Other' } })).toBe('Other');
    expect(looked('HR', { unknown: 'keep' })).toBe(undefined);
  });

  it('turn texts into true and false, and back', () => {
    const set = {
      mappings: [
        {
          field: 'active',
          from: [{ attribute: 'userType' }],
          steps: [{ lookup: { table: { Employee: true }, unknown: { value: false } } }],
        },
        {
          field: 'title',
          from: [{ attribute: 'active' }],
          steps: [{ lookup: { table: { true: 'in', false: 'out' } } }],
        },
      ],
    };
    const { profile } = explained(set, { userName, userType: 'Contractor', active: true });
    expect(profile).toEqual({ active: false, title: 'in' });
  });
});

describe('a value that stands in', () => {
  it('does so after all sources and steps, for what is absent or blank; false is a value', () => {
    const from = [{ attribute: 'title' }, { attribute: `${LOOOP}:position` }];
    const otherwise = { value: 'Learner' };
    expect(titleOf({ from, otherwise }, { userName: 'ana', title: '  ', [LOOOP]: { position: 'Coach' } })).toBe(
      'Coach',
    );
    expect(titleOf({ from, otherwise }, { userName: 'ana', title: ' ' })).toBe('Learner');
    expect(titleOf({ from, otherwise, steps: [{ after: '#' }] }, { userName: 'ana', title: 'Coach' })).toBe('Learner');
    const active = { mappings: [{ field: 'active', from: [{ attribute: 'active' }], otherwise: { value: true } }] };
    expect(explained(active, { userName: 'ana', active: false }).profile).toEqual({ active: false });
  });
});

describe('an explanation', () => {
  it('shows what was tried, each step and the result', () => {
    const mapping = {
      from: [{ attribute: 'nickName' }, { join: [{ attribute: 'name.givenName' }, { attribute: 'name.familyName' }] }],
      steps: ['upper', { truncate: 3 }],
    };
    const { fields, profile } = explained(titleFrom(mapping), { userName: 'ana', name: { givenName: 'Ana' } });
    const join = { join: [{ attribute: 'name.givenName' }, { attribute: 'name.familyName' }], separator: ' ' };
    expect(fields).toEqual([
      {
        field: 'title',
        sources: [
          { source: { attribute: 'nickName' } },
          {
            source: join,
            value: 'Ana',
            parts: [
              { source: { attribute: 'name.givenName' }, value: 'Ana' },
              { source: { attribute: 'name.familyName' } },
            ],
          },
        ],
        steps: [
          { step: 'upper', input: 'Ana', output: 'ANA' },
          { step: { truncate: 3 }, input: 'ANA', output: 'ANA' },
        ],
        result: 'ANA',
      },
    ]);
    expect(profile).toEqual({ title: 'ANA' });
  });

  it('cuts values of more than 4096 characters and lists of more than 1000, and says so', () => {
    const long = explained(titleFrom({ from: [{ attribute: 'title' }] }), { userName: 'ana', title: 'x'.repeat(5000) });
    expect(long.profile['title']).toHaveLength(4096);
    expect(long.issues).toEqual([{ field: 'title', issue: 'cut' }]);
    const set = {
      fields: [{ name: 'roles', type: 'stringList' }],
      mappings: [{ field: 'roles', from: [{ attribute: 'roles.value' }], steps: ['upper'] }],
    };
    const roles = Array.from({ length: 1200 }, (_none, index) => ({ value: `role ${index}` }));
    const many = explained(set, { userName: 'ana', roles });
    expect(many.profile['roles']).toHaveLength(1000);
    expect(many.issues).toEqual([{ field: 'roles', issue: 'cut' }]);
    const wide = explained(set, {
      userName: 'ana',
      roles: Array.from({ length: 30 }, (_none, index) => ({ value: `${index}`.padEnd(4096, '.') })),
    });
    expect(wide.profile['roles']).toHaveLength(16);
    expect(wide.issues).toEqual([{ field: 'roles', issue: 'cut' }]);
  });

  it('looks at the first 1000 elements of an attribute, and says that there are more', () => {
    const emails = Array.from({ length: 1001 }, (_none, index) => ({
      value: `${index}`,
      type: index === 1000 ? 'work' : 'x',
    }));
    const { profile, issues } = explained(titleFrom({ from: [{ attribute: 'emails.value' }] }), {
      userName: 'ana',
      emails,
    });
    expect([profile, issues]).toEqual([{}, [{ field: 'title', issue: 'cut' }]]);
  });

  it('takes numbers for texts', () => {
    expect(
      titleOf({ from: [{ attribute: `${LOOOP}:custom_1` }] }, { userName: 'ana', [LOOOP]: { custom_1: 12 } }),
    ).toBe('12');
  });
});
