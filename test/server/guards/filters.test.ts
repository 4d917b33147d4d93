// Guards of what users of other servers suffer with filters, spellings and pages.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { effort } from '../../support/run/run-laws.ts';
import { arrayAt, textAt, type JsonObject } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import type { ScimClient } from '../../support/client/scim-client.ts';
import { useServer } from '../../support/server/use-server.ts';

const { newOrganisation } = useServer();
const runs = (share: number): { seed: number; numRuns: number } => ({
  seed: effort.seed,
  numRuns: Math.ceil(effort.runs / share),
});

/** Text in a random mixture of capitals and small letters; ASCII, as names of attributes and operators are. */
const anyCase = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((capitals) =>
      [...text]
        .map((letter, index) => (capitals[index] === true ? letter.toUpperCase() : letter.toLowerCase()))
        .join(''),
    );

/** Names that a store or a parser could trip over; no lone surrogates and no U+0000, which are refused on input. */
const names = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          "'",
          ')',
          ']',
          '(',
          '[',
          ' ',
          '%',
          '_',
          '*',
          ';',
          '--',
          '.',
          ':',
          ' or ',
          ' eq ',
          '$',
          '\n',
          '\t',
          'é',
          'ß',
          'İ',
          '😀',
          'a',
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  )
  .filter((text) => text.isWellFormed() && !text.includes('\u0000') && text.trim() !== '');

describe('guard 6: punctuation and escapes in values', () => {
  it('whatever a user is called, the filter for the name finds this user alone', { timeout: 120_000 }, async () => {
    const scim = await newOrganisation('guard-6');
    await okta.createUsers(scim, 3, 'bystander');
    const property = fc.asyncProperty(names, async (name) => {
      const created = await scim.post('/Users', {
        schemas: [okta.USER],
        userName: name,
        displayName: name,
        [okta.LOOOP]: { custom_1: name },
      });
      expect(created.status, created.text).toBe(201);
      const id = textAt(created.body, '/id');
      expect(textAt(created.body, '/userName')).toBe(name);
      const literal = JSON.stringify(name);
      const escaped = `"${Array.from({ length: name.length }, (_none, index) => `\\u${name.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')}"`;
      for (const filter of [
        `userName eq ${literal}`,
        `userName eq ${escaped}`,
        `displayName sw ${literal}`,
        `${okta.LOOOP}:custom_1 ew ${literal} and id eq "${id}"`,
      ]) {
        expect(await okta.foundIds(scim, '/Users', filter), filter).toEqual([id]);
      }
      const patched = await scim.patch(`/Users/${id}`, {
        op: 'add',
        path: `emails[type eq ${literal}].value`,
        value: 'x',
      });
      expect(patched.body, patched.text).toMatchObject({ emails: [{ type: name, value: 'x' }] });
      expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
    });
    await fc.assert(property, runs(5));
  });
});

describe('guard 7: case counts where the schema says so and nowhere else', () => {
  let scim: ScimClient;
  let id = '';
  beforeAll(async () => {
    scim = await newOrganisation('guard-7');
    await okta.createUserId(scim, 'other@acme.example', { externalId: 'ext-b' });
    id = await okta.createUserId(scim, 'Ana.Pop@Acme.example', {
      externalId: 'Ext-A',
      name: { givenName: 'Ana' },
      emails: [{ value: 'Ana@Acme.example', type: 'work' }],
      [okta.LOOOP]: { area: 'North' },
    });
  });

  it('names, operators and URNs in any case', { timeout: 60_000 }, async () => {
    const spelled = fc.constantFrom(
      ['userName', 'eq', '"Ana.Pop@Acme.example"'],
      ['externalId', 'eq', '"Ext-A"'],
      ['name.givenName', 'sw', '"An"'],
      ['emails.value', 'co', '"acme"'],
      [`${okta.USER}:userName`, 'sw', '"ana."'],
      [`${okta.LOOOP}:area`, 'eq', '"North"'],
      [`${okta.LOOOP}:area`, 'pr', ''],
    );
    const filter = spelled.chain(([name = '', operator = '', value = '']) =>
      fc.tuple(anyCase(name), anyCase(operator), fc.constant(value)).map((parts) => parts.join(' ').trim()),
    );
    const property = fc.asyncProperty(
      filter,
      fc.constantFrom('filter', 'Filter', 'FILTER'),
      async (text, parameter) => {
        const list = await okta.read(scim, '/Users', { [parameter]: text });
        expect(
          arrayAt(list, '/Resources').map((user) => textAt(user, '/id')),
          text,
        ).toEqual([id]);
      },
    );
    await fc.assert(property, runs(5));
  });

  it('values in any case of insensitive attributes, in one case of exact ones', { timeout: 60_000 }, async () => {
    const insensitive = fc.constantFrom(
      ['userName', 'Ana.Pop@Acme.example'],
      ['emails.value', 'Ana@Acme.example'],
      ['name.givenName', 'Ana'],
      [`${okta.LOOOP}:area`, 'North'],
    );
    const property = fc.asyncProperty(
      insensitive.chain(([name = '', value = '']) => anyCase(value).map((spelling) => `${name} eq "${spelling}"`)),
      anyCase('Ext-A'),
      async (filter, external) => {
        expect(await okta.foundIds(scim, '/Users', filter), filter).toEqual([id]);
        expect(await okta.foundIds(scim, '/Users', `externalId eq "${external}"`)).toEqual(
          external === 'Ext-A' ? [id] : [],
        );
      },
    );
    await fc.assert(property, runs(5));
    expect(await okta.foundIds(scim, '/Users', `id eq "${id.toUpperCase()}"`)).toEqual(
      id === id.toUpperCase() ? [id] : [],
    );
  });

  it('keys of bodies and paths of PATCH in any case', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(
      anyCase('nickName'),
      anyCase(`${okta.LOOOP}:custom_1`),
      anyCase('replace'),
      fc.string({ unit: 'grapheme-ascii', minLength: 1 }),
      async (name, path, op, value) => {
        const answer = await scim.patch(`/Users/${id}`, { op, path, value }, { op, value: { [name]: value } });
        expect(answer.body, answer.text).toMatchObject({
          nickName: value,
          [okta.LOOOP]: { area: 'North', custom_1: value },
        });
      },
    );
    await fc.assert(property, runs(10));
  });
});

describe('guard 8: every spelling of an attribute is the same attribute', () => {
  const spellings: readonly (readonly [string, readonly string[]])[] = [
    ['title', ['title', `${okta.USER}:title`, `${okta.USER.toUpperCase()}:TITLE`]],
    ['name.familyName', ['name.familyName', `${okta.USER}:name.familyName`]],
    [`${okta.ENTERPRISE}:department`, [`${okta.ENTERPRISE}:department`, `${okta.ENTERPRISE.toLowerCase()}:Department`]],
    [`${okta.LOOOP}:custom_2`, [`${okta.LOOOP}:custom_2`, `${okta.LOOOP.toUpperCase()}:CUSTOM_2`]],
    [`${okta.ENTERPRISE}:manager.displayName`, [`${okta.ENTERPRISE}:manager.displayName`]],
  ];
  it.each(spellings)('%s in filter, PATCH, attributes and sortBy', async (attribute, ways) => {
    const scim = await newOrganisation(`guard-8-${spellings.findIndex(([one]) => one === attribute)}`);
    const [first = '', second = ''] = await okta.createUsers(scim, 2, 'guard8-');
    await scim.patch(`/Users/${second}`, { op: 'add', path: ways[0] ?? '', value: 'aaa' });
    const expected: unknown[] = [];
    for (const [index, way] of ways.entries()) {
      const value = `zzz-${index}`;
      const patched = await scim.patch(`/Users/${first}`, { op: 'replace', path: way, value });
      expect(patched.status, patched.text).toBe(200);
      expect(await okta.foundIds(scim, '/Users', `${way} eq "${value}"`)).toEqual([first]);
      expect(await okta.foundIds(scim, '/Users', `${way} pr`)).toEqual([first, second].toSorted());
      const shown = await okta.read(scim, `/Users/${first}`, { attributes: way });
      expected.push(JSON.parse(JSON.stringify(shown).replace(value, 'VALUE')));
      const sorted = await okta.read(scim, '/Users', { sortBy: way, attributes: 'id' });
      expect(arrayAt(sorted, '/Resources').map((user) => textAt(user, '/id'))).toEqual([second, first]);
    }
    for (const shown of expected) expect(shown).toEqual(expected[0]);
    expect(JSON.stringify(expected[0])).toContain('VALUE');
  });
});

describe('guard 15: whatever a create conflicts with can be found', () => {
  it('in any state and spelling of the name', { timeout: 60_000 }, async () => {
    const scim = await newOrganisation('guard-15');
    const property = fc.asyncProperty(names, fc.boolean(), async (name, active) => {
      const id = await okta.createUserId(scim, name, { active });
      for (const spelling of [name, name.toUpperCase(), name.toLowerCase()]) {
        const again = await scim.post('/Users', { schemas: [okta.USER], userName: spelling });
        const found = await okta.foundIds(scim, '/Users', `userName eq ${JSON.stringify(spelling)}`);
        // Upper case of some letters is another word (ß, ı); what matters is that both ways agree.
        if (again.status === 409) expect(found, spelling).toEqual([id]);
        else {
          expect(again.status, again.text).toBe(201);
          expect(found, spelling).toEqual([textAt(again.body, '/id')]);
          await scim.delete(`/Users/${textAt(again.body, '/id')}`);
        }
      }
      await scim.delete(`/Users/${id}`);
    });
    await fc.assert(property, runs(10));
  });
});

describe('guard 16: the numbers of pages', () => {
  it(
    'pages join to the whole ordered list, and the total is constant, for any startIndex and count',
    { timeout: 120_000 },
    async () => {
      const scim = await newOrganisation('guard-16');
      const ids = (await okta.createUsers(scim, 37, 'guard16-')).toSorted();
      const all = arrayAt(await okta.read(scim, '/Users', { count: 1000 }), '/Resources').map((user) =>
        textAt(user, '/id'),
      );
      expect(all.toSorted()).toEqual(ids);
      const property = fc.asyncProperty(
        fc.integer({ min: -3, max: 45 }),
        fc.integer({ min: -3, max: 45 }),
        async (startIndex, count) => {
          const page = await okta.read(scim, '/Users', { startIndex, count });
          const start = Math.max(startIndex, 1);
          const expected = all.slice(start - 1, start - 1 + Math.max(count, 0));
          expect(page).toMatchObject({ totalResults: 37, startIndex: start, itemsPerPage: expected.length });
          expect(arrayAt(page, '/Resources').map((user) => textAt(user, '/id'))).toEqual(expected);
        },
      );
      await fc.assert(property, runs(4));
      for (const size of [1, 2, 7, 36, 37, 38]) {
        const joined: string[] = [];
        while (joined.length < 37) {
          const page = await okta.read(scim, '/Users', {
            startIndex: joined.length + 1,
            count: size,
            sortBy: 'userName',
            sortOrder: 'descending',
          });
          joined.push(...arrayAt(page, '/Resources').map((user) => textAt(user, '/userName')));
        }
        expect(joined).toEqual(joined.toSorted().toReversed());
        expect(new Set(joined).size).toBe(37);
      }
    },
  );

  it('a count beyond the limit is served by what one page holds', async () => {
    const scim = await newOrganisation('guard-16-limit');
    await okta.createUsers(scim, 1001, 'guard16-limit-');
    const page = await okta.read(scim, '/Users', { count: 100_000 });
    expect(page).toMatchObject({ totalResults: 1001, itemsPerPage: 1000, startIndex: 1 });
    expect(await okta.read(scim, '/Users')).toMatchObject({ totalResults: 1001, itemsPerPage: 100 });
  });
});

describe('guard 19: no filter is answered as if there were none', () => {
  it('a filter is refused, or finds a part that its negation does not', { timeout: 120_000 }, async () => {
    const scim = await newOrganisation('guard-19');
    await okta.createUsers(scim, 6, 'guard19-');
    const atoms = fc.constantFrom(
      'userName eq "guard19-1@acme.example"',
      'title pr',
      'active eq true',
      'shoeSize eq "42"',
      'members pr',
      'userName zz "x"',
      'emails[type eq "work"',
      'userName sw "guard19-2"',
      '"x"',
      'meta.created lt "2001-01-01T00:00:00Z"',
      '1 eq 1',
      'true',
      '',
    );
    const texts = fc
      .array(atoms, { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom(' and ', ' or ', ' ').map((joint) => parts.join(joint)));
    const property = fc.asyncProperty(texts, async (filter) => {
      const answer = await scim.get('/Users', { filter });
      if (answer.status !== 200) return okta.expectError(answer, 400, 'invalidFilter');
      const negated = await okta.read(scim, '/Users', { filter: `not (${filter})` });
      const both = [answer.body as JsonObject, negated].flatMap((list) =>
        arrayAt(list, '/Resources').map((user) => textAt(user, '/id')),
      );
      expect(both).toHaveLength(6);
      expect(new Set(both).size).toBe(6);
    });
    await fc.assert(property, runs(5));
  });
});
