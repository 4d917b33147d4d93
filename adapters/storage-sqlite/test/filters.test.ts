import type { Complex } from '@looop-scim/scim/attribute';
import { evaluateFilter, FILTER_LIMITS, type BoundFilter } from '@looop-scim/scim/filter';
import { attribute, makeSchemaRegistry } from '@looop-scim/scim/schema';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { ResourceRepository } from '@looop-scim/provisioning/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPrefix } from '../src/filter/comparison.ts';
import { openSqliteStorage } from '../src/index.ts';
import { filterOf, typeNamed } from './support/bound-filter.ts';
import { acmeOf, createGroup, createUser, idOf, openStorage, writeOf } from './support/directory.ts';
import { run } from './support/run-effect.ts';

const user = typeNamed('User');
const group = typeNamed('Group');
const numRuns = Number(process.env['FC_RUNS'] ?? 200);

const idsOf = async (resources: ResourceRepository, resourceType: string, filter: BoundFilter) => {
  const page = await run(resources.list({ resourceType, filter, offset: 0, limit: 1000, withMemberships: false }));
  expect(page.total).toBe(page.resources.length);
  const { total } = await run(resources.list({ resourceType, filter, offset: 0, limit: 0, withMemberships: false }));
  expect(total).toBe(page.total);
  return page.resources.map(({ id }) => id);
};

describe('negation', () => {
  const documents: readonly Complex[] = [
    {},
    { title: 'Engineer', active: true },
    { title: 'engineer', active: false, emails: [{ value: 'a@example.com' }] },
    { name: { givenName: 'Ada' }, emails: [{ value: 'b@example.com', type: 'work', primary: true }, { type: 'home' }] },
    { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'R&D', manager: { value: 'M1' } } },
  ];
  const conditions = [
    'title eq "ENGINEER"',
    'title gt "a"',
    'title co "gin"',
    'title sw "eng"',
    'title ew "r"',
    'title pr',
    'active eq false',
    'name.givenName eq "ada"',
    'name pr',
    'name[givenName eq "ada"]',
    'emails pr',
    'emails.type pr',
    'emails.value co "example"',
    'emails[type eq "work" and value co "b"]',
    'emails[not (type eq "work")]',
    'emails.primary eq true',
    'groups pr',
    'groups.display pr',
    'groups[display pr]',
    'groups[type pr]',
    'groups[value pr and display pr]',
    'groups.display eq "group-9"',
    'meta.created gt "2020-01-01T00:00:00Z"',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "M1"',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr',
    'userName eq "USER-2"',
    'externalId eq "x"',
    'id eq "x"',
    'meta.resourceType sw "us"',
    'meta.version eq "W/\\"1\\""',
  ];

  it('selects exactly the resources that the condition leaves out, unassigned values included', async () => {
    const storage = await openStorage(':memory:');
    const resources = acmeOf(storage);
    for (const [index, document] of documents.entries()) await run(createUser(resources, index, document));
    await run(createGroup(resources, 9, [1, 2]));
    const everybody = documents.map((_, index) => idOf(index));
    for (const condition of conditions) {
      const matching = await idsOf(resources, 'User', filterOf(user, condition));
      const rest = await idsOf(resources, 'User', filterOf(user, `not (${condition})`));
      expect([...matching, ...rest].toSorted(), condition).toEqual(everybody);
      const twice = await idsOf(resources, 'User', { kind: 'not', operand: filterOf(user, `not (${condition})`) });
      expect(twice, condition).toEqual(matching);
    }
    await run(storage.close());
  });
});

describe('texts from outside', () => {
  const TEXTS = [
    "x' OR '1'='1",
    '"; DROP TABLE resources; --',
    '%',
    '_',
    '?',
    '\\',
    '"',
    '$."title"',
    'a\u0001b',
    '\u{1F600}',
    'ẞß',
    '\uFFFD',
    ' ',
    '*',
    '@a',
    ':a',
  ];

  it('are values and nothing else, in every operator', async () => {
    const storage = await openStorage(':memory:');
    const resources = acmeOf(storage);
    const documents = TEXTS.map((text, index) => ({
      userName: `${index}${text}`,
      title: text,
      emails: [{ value: text }],
    }));
    for (const [index, document] of documents.entries()) await run(createUser(resources, index, document));
    for (const text of TEXTS) {
      for (const operator of ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le']) {
        for (const path of ['title', 'emails.value', 'userName']) {
          const filter = filterOf(user, `${path} ${operator} ${JSON.stringify(text)}`);
          const expected = documents.flatMap((document, index) =>
            evaluateFilter(filter, document) ? [idOf(index)] : [],
          );
          expect(await idsOf(resources, 'User', filter), `${path} ${operator} ${text}`).toEqual(expected);
        }
      }
    }
    await run(storage.close());
  });
});

describe('memberships', () => {
  it('are filtered by id, type and name of the resource at the other end', async () => {
    const storage = await openStorage(':memory:');
    const resources = acmeOf(storage);
    await run(createUser(resources, 1, { displayName: 'Ada' }));
    await run(createUser(resources, 2));
    await run(createGroup(resources, 11, [1]));
    await run(createGroup(resources, 12, [2, 11]));
    await run(createGroup(resources, 13, []));
    const found = (text: string) => idsOf(resources, 'Group', filterOf(group, text));
    expect(await found(`members.value eq "${idOf(1)}"`)).toEqual([idOf(11)]);
    for (const operator of ['gt "', 'ge "', 'sw "', 'co "']) {
      expect(await found(`members.value ${operator}${idOf(1).slice(0, -1)}"`), operator).toEqual([idOf(11), idOf(12)]);
    }
    expect(await found(`members.value gt "${idOf(1)}"`)).toEqual([idOf(12)]);
    expect(await found('members.display eq "ADA"')).toEqual([idOf(11)]);
    expect(await found('members.display sw "user-"')).toEqual([idOf(12)]);
    expect(await found('members[type eq "group" and display eq "group-11"]')).toEqual([idOf(12)]);
    expect(await found('members[type eq "user" and display eq "group-11"]')).toEqual([]);
    expect(await found('not (members pr)')).toEqual([idOf(13)]);
    expect(await found(`members.value ne "${idOf(1)}"`)).toEqual([idOf(12), idOf(13)]);
    expect(await idsOf(resources, 'User', filterOf(user, 'groups.type eq "direct"'))).toEqual([idOf(1), idOf(2)]);
    await run(storage.close());
  });
});

describe('filters as large as the limits allow', () => {
  it('are compiled and answered', async () => {
    const storage = await openStorage(':memory:');
    const resources = acmeOf(storage);
    await run(createUser(resources, 1, { title: 'x' }));
    const compare: BoundFilter = filterOf(user, 'emails[type eq "work" and not (value pr)]');
    const terms = Array.from({ length: FILTER_LIMITS.maxTerms - FILTER_LIMITS.maxDepth }, () => compare);
    const wide: BoundFilter = { kind: 'or', operands: [...terms, filterOf(user, 'title pr')] };
    expect(await idsOf(resources, 'User', wide)).toEqual([idOf(1)]);
    let deep: BoundFilter = wide;
    for (let depth = 0; depth < FILTER_LIMITS.maxDepth; depth += 1) {
      deep = { kind: 'not', operand: { kind: 'and', operands: [filterOf(user, 'active pr'), deep] } };
    }
    expect(await idsOf(resources, 'User', deep)).toEqual([idOf(1)]);
    await run(storage.close());
  });
});

describe('numbers', () => {
  const SCHEMA = 'urn:example:params:scim:schemas:core:2.0:Sample';
  const schema = {
    id: SCHEMA,
    name: 'Sample',
    description: 'A number.',
    attributes: [attribute({ name: 'size', type: 'decimal' }), attribute({ name: 'count', type: 'integer' })],
  };
  const registry = makeSchemaRegistry(
    [schema],
    [{ name: 'Sample', description: 'A number.', endpoint: '/Samples', schema: SCHEMA, schemaExtensions: [] }],
  );
  /** Its JSON text is another number than itself where both are read as integers. */
  const BETWEEN_INTEGERS = 1_234_567_890_123_456_800;
  const nodeOf = (name: string) => {
    const node = registry.resourceType('Sample')?.attributes.get(name);
    if (node === undefined) throw new TypeError(`The sample type has no ${name}`);
    return node;
  };

  it.each(['size', 'count'])('of any magnitude compare as JavaScript compares them, as %s', async (name) => {
    const storage = await run(openSqliteStorage({ path: ':memory:', registry }));
    const { resources } = storage.forOrganisation(organisationId('a'));
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger(), fc.nat(3));
    let n = 0;
    await fc.assert(
      fc.asyncProperty(number, number, async (stored, value) => {
        n += 1;
        await run(resources.create({ resourceType: 'Sample', id: idOf(n) }, writeOf({ [name]: stored })));
        const id: BoundFilter = { kind: 'compare', attribute: nodeOf('id'), operator: 'eq', value: idOf(n) };
        for (const operator of ['eq', 'gt', 'ge', 'lt', 'le'] as const) {
          for (const compared of [stored, value]) {
            const filter: BoundFilter = { kind: 'compare', attribute: nodeOf(name), operator, value: compared };
            const found = await idsOf(resources, 'Sample', { kind: 'and', operands: [id, filter] });
            expect(found.length === 1, `${stored} ${operator} ${compared}`).toBe(
              evaluateFilter(filter, { [name]: stored }),
            );
          }
        }
      }),
      { numRuns, examples: [[BETWEEN_INTEGERS, BETWEEN_INTEGERS]] },
    );
    await run(storage.close());
  });
});

describe('lists in lists', () => {
  const SCHEMA = 'urn:example:params:scim:schemas:core:2.0:Box';
  const tags = attribute({ name: 'tags', type: 'string', multiValued: true });
  const parts = attribute({
    name: 'parts',
    type: 'complex',
    multiValued: true,
    subAttributes: [attribute({ name: 'kind', type: 'string' }), tags],
  });
  const registry = makeSchemaRegistry(
    [{ id: SCHEMA, name: 'Box', description: 'Parts.', attributes: [parts] }],
    [{ name: 'Box', description: 'Parts.', endpoint: '/Boxes', schema: SCHEMA, schemaExtensions: [] }],
  );
  const box = registry.resourceType('Box');
  if (box === undefined) throw new TypeError('The type is registered');

  const documents: readonly Complex[] = [
    {},
    { parts: [{ kind: 'a' }] },
    { parts: [{ kind: 'a', tags: ['red'] }] },
    { parts: [{ kind: 'a' }, { kind: 'b', tags: ['blue', 'red'] }] },
    {
      parts: [
        { kind: 'a', tags: ['blue'] },
        { kind: 'b', tags: ['red'] },
      ],
    },
    { parts: [{ tags: ['blue'] }, { tags: ['green'] }] },
  ];

  it.each([
    'parts pr',
    'parts.tags pr',
    'parts.tags eq "red"',
    'parts.tags sw "b"',
    'parts.tags ne "red"',
    'parts[tags pr]',
    'parts[tags eq "red"]',
    'parts[kind eq "a" and tags eq "red"]',
    'parts[kind eq "b" and tags eq "red" and tags eq "blue"]',
    'parts[not (tags eq "blue")]',
    'parts[not (tags pr)]',
    'not (parts.tags pr)',
    'parts.kind eq "b" and parts.tags eq "blue"',
    'parts[kind pr] and parts.tags pr',
  ])('are filtered as the filter is evaluated: %s', async (text) => {
    const storage = await run(openSqliteStorage({ path: ':memory:', registry }));
    const { resources } = storage.forOrganisation(organisationId('a'));
    for (const [index, document] of documents.entries())
      await run(resources.create({ resourceType: 'Box', id: idOf(index) }, writeOf(document)));
    const filter = filterOf(box, text);
    const expected = documents.flatMap((document, index) => (evaluateFilter(filter, document) ? [idOf(index)] : []));
    expect(expected.length).toBeGreaterThan(0);
    expect(await idsOf(resources, 'Box', filter)).toEqual(expected);
    await run(storage.close());
  });
});

describe('afterPrefix', () => {
  it('is greater than every text that starts with the prefix, and not greater than any other above it', () => {
    expect(afterPrefix('ab')).toBe('ac');
    expect(afterPrefix('a\u{D7FF}')).toBe('a\u{E000}');
    expect(afterPrefix('a\u{10FFFF}')).toBe('b');
    expect(afterPrefix('\u{10FFFF}')).toBeUndefined();
    expect(afterPrefix('')).toBeUndefined();
  });
});
