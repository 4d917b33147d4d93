// The users, groups and gadgets that the filter tables are asked about. Small, and each there for a reason.
import type { Complex } from '@looop-scim/scim/attribute';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA } from '@looop-scim/scim/schema';
import { run } from './run-effect.ts';
import { nextId, START, type TestOrganisation } from './test-organisation.ts';

/** What people call a resource in the tables: key of the population. */
export type Names = ReadonlyMap<string, string>;

/** Displayed names that mislead quoting, patterns, paths, operators or collation. None contains another. */
export const AWKWARD_NAMES: readonly string[] = [
  'O"Neil',
  "D'Arc; DROP TABLE users --",
  'back\\slash',
  '100%',
  'under_score',
  '$where',
  '{"$ne":0}',
  'dotted.name',
  'urn:a:b',
  '[brackets]',
  'star*?',
  '^(regex|group)$+',
  'tab\tand\nline',
  'Żółć',
  'Ἀθῆναι',
  '東京',
  '\ufffd replacement',
  '😀 grin',
  '\u{10ffff} last',
  '\u0001 control',
  ' leading',
  'true',
  'NULL',
];

const users: Readonly<Record<string, Complex>> = {
  ana: {
    userName: 'Ana.Pop@acme.example',
    externalId: 'EXT-1',
    displayName: 'Ana Pop',
    nickName: 'annie',
    name: { givenName: 'Ana', familyName: 'Pop' },
    active: true,
    emails: [
      { value: 'ana@acme.example', type: 'work', primary: true },
      { value: 'Ana@home.example', type: 'home', primary: false },
    ],
    photos: [{ value: 'https://pictures.example/Ana.png', type: 'photo' }],
    [ENTERPRISE_USER_SCHEMA]: {
      department: 'Field',
      employeeNumber: '7',
      manager: { value: 'M1', displayName: 'Ion' },
    },
    [LOOOP_USER_SCHEMA]: { department: 'Academy', custom_1: 'x' },
  },
  ben: {
    userName: 'ben@acme.example',
    externalId: 'ext-1',
    displayName: 'Ben Straße',
    name: { givenName: 'Ben' },
    active: false,
    emails: [
      { value: 'ben@acme.example', type: 'home' },
      { value: 'sales@acme.example', type: 'work' },
    ],
    [ENTERPRISE_USER_SCHEMA]: { department: 'Academy', manager: { value: 'm1' } },
  },
  eva: {
    userName: 'eva@acme.example',
    displayName: '',
    nickName: 'ANNIE',
    emails: [{ value: 'eva@acme.example', primary: true }],
    [LOOOP_USER_SCHEMA]: { department: 'Field' },
  },
  zoe: { userName: 'zoe@acme.example', active: true },
};

const groups: Readonly<Record<string, { readonly displayName: string; readonly members: readonly string[] }>> = {
  sales: { displayName: 'Sales & Ops', members: ['ana', 'ben'] },
  north: { displayName: 'North', members: ['ana'] },
  all: { displayName: 'All', members: ['sales', 'zoe'] },
  none: { displayName: 'None', members: [] },
};

const gadgets: Readonly<Record<string, Complex>> = {
  minus: {
    name: 'minus',
    size: -1.5,
    count: -3,
    builtAt: '2026-01-01T01:00:00+02:00',
    flag: false,
    labels: ['Red', 'blue'],
  },
  zero: { name: 'zero', size: 0, count: 0, builtAt: '2025-12-31T23:00:00Z', flag: true, counts: [0, 10] },
  nine: { name: 'nine', size: 9, count: 9, builtAt: '2026-01-01T00:00:00.5Z', flags: [false], image: 'AAEC' },
  ten: {
    name: 'ten',
    size: 10.25,
    count: 10,
    dates: ['2020-02-29T12:00:00Z', '2030-01-01T00:00:00+00:00'],
    spec: { value: 'v10', weight: 1.5, labels: ['p', 'q'] },
    parts: [
      { value: 'P-1', rank: 1, since: '2020-01-01T00:00:00Z' },
      { value: 'p-2', rank: 2, type: 'lid', primary: true },
    ],
  },
  huge: { name: 'huge', size: 1e300, count: Number.MAX_SAFE_INTEGER, parts: [{ value: 'p-1', rank: 2, type: 'box' }] },
};

const changedLater = async ({ revise }: TestOrganisation, id: string): Promise<void> => {
  await run(revise('User', id, (document) => ({ ...document, title: 'Lead' }), { at: START + 86_400_000 }));
};

/** Creates the population; answers the id of each name. Ben was changed once, a day after the others. */
export const populate = async (organisation: TestOrganisation): Promise<Names> => {
  const names = new Map<string, string>();
  const create = async (resourceType: string, name: string, document: Complex, members: readonly string[] = []) => {
    const id = nextId();
    names.set(name, id);
    const ids = members.map((member) => names.get(member) ?? '');
    await run(organisation.create(resourceType, document, { id, memberships: [{ kind: 'add', ids }] }));
  };
  for (const [name, document] of Object.entries(users)) await create('User', name, document);
  for (const [index, displayName] of AWKWARD_NAMES.entries()) {
    await create('User', displayName, { userName: `awkward-${index}`, displayName });
  }
  for (const [name, { displayName, members }] of Object.entries(groups)) {
    await create('Group', name, { displayName }, members);
  }
  for (const [name, document] of Object.entries(gadgets)) await create('Gadget', name, document);
  await changedLater(organisation, names.get('ben') ?? '');
  return names;
};
