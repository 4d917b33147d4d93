// Lists by filter, page by page.
import { describe, expect, it } from 'vitest';
import type { ListQuery } from '@looop-scim/scim/list';
import type { ListPage } from '@looop-scim/scim/message';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { attribute, makeSchemaRegistry } from '@looop-scim/scim/schema';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { BASE_URL, caller, openDirectory } from './support.ts';

const NAMES = ['ana', 'ben', 'cleo', 'dana', 'emil'];

const openWithPeople = async (options = {}) => {
  const directory = await openDirectory(options);
  for (const name of NAMES)
    await directory.create('/Users', { userName: name, title: name.includes('an') ? 'Lead' : 'Agent' });
  await directory.create('/Groups', { displayName: 'Sales' });
  const list = (query: Partial<ListQuery>) =>
    directory.service.list({
      type: directory.typeOf('/Users'),
      query: { startIndex: 1, count: 100, ...query },
      caller,
    });
  const listAll = (query: Partial<ListQuery>) =>
    directory.service.listAllTypes({ query: { startIndex: 1, count: 100, ...query }, caller });
  return { ...directory, list, listAll };
};

const namesOf = ({ representations }: ListPage) =>
  representations.map(({ userName, displayName }) => userName ?? displayName);

describe('a walk by cursor (RFC 9865)', () => {
  it.each([1, 2, 5])('has what the filter matches once, and nothing else, in pages of %i', async (count) => {
    const { list } = await openWithPeople();
    for (const query of [{ filter: 'title eq "Lead"' }, { filter: 'title eq "Lead"', sortBy: 'userName' }]) {
      const found: unknown[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page: ListPage = await run(list({ ...query, count, cursor }));
        expect(page.totalResults).toBe(2);
        expect(page.representations.length).toBeLessThanOrEqual(count);
        found.push(...namesOf(page));
        cursor = page.nextCursor;
      }
      expect(found).toEqual(['ana', 'dana']);
    }
  });

  it('of an attribute that there is not is refused', async () => {
    const { list } = await openWithPeople();
    for (const cursor of [{}, { cursor: '' }]) {
      expect(await failureOf(list({ filter: 'shoeSize eq 38', ...cursor }))).toMatchObject({ _tag: 'InvalidFilter' });
    }
  });
});

describe('a filter', () => {
  it('may have a value without quotes where the policy says so', async () => {
    const filter = 'userName eq ana';
    const lenient = await openWithPeople({ policy: { ...interopPolicy, bareFilterValues: true } });
    expect(namesOf(await run(lenient.list({ filter })))).toEqual(['ana']);
    const strict = await openWithPeople({ policy: { ...interopPolicy, bareFilterValues: false } });
    expect(await failureOf(strict.list({ filter }))).toMatchObject({ _tag: 'InvalidFilter' });
    expect(strictPolicy.bareFilterValues).toBe(false);
  });

  it('across types matches none of a type that has no such attribute', async () => {
    const { listAll } = await openWithPeople();
    expect(namesOf(await run(listAll({ filter: 'userName sw "a"' })))).toEqual(['ana']);
    expect(namesOf(await run(listAll({ filter: 'not (userName pr)' })))).toEqual(['Sales']);
    expect(namesOf(await run(listAll({})))).toEqual([...NAMES, 'Sales']);
  });
});

describe('a resource type without memberships', () => {
  const URN = 'urn:example:params:scim:schemas:core:2.0:Badge';
  const registry = makeSchemaRegistry(
    [{ id: URN, name: 'Badge', description: '', attributes: [attribute({ name: 'number' })] }],
    [{ name: 'Badge', description: '', endpoint: '/Badges', schema: URN, schemaExtensions: [] }],
  );

  it('is created, replaced, changed, read and deleted like any other, and nobody asks for members', async () => {
    const { service, request, create, read, shown, listed } = await openDirectory({ registry });
    const id = await create('/Badges', { number: '1' });
    const change = { ...request('/Badges'), id };
    await run(service.replace({ ...change, body: { number: '2' } }));
    const body = { Operations: [{ op: 'replace', path: 'number', value: '3' }] };
    expect((await run(service.patch({ ...change, body }))).representation).toMatchObject({ number: '3' });
    expect(await read('/Badges', id)).toMatchObject({ number: '3', meta: { version: 'W/"3"' } });
    await run(service.list({ ...change, query: { startIndex: 1, count: 1 } }));
    expect([shown, listed.map(({ withMemberships }) => withMemberships)]).toEqual([[false, false, false], [false]]);
    await run(service.remove(change));
    expect(await failureOf(service.get(change))).toMatchObject({ _tag: 'ResourceNotFound' });
  });
});

describe('what a service says of itself', () => {
  it('has schemas by URN in lower case, and a place for every resource', async () => {
    const { service } = await openDirectory();
    const { schemas } = service.description;
    const group = schemas.get('urn:ietf:params:scim:schemas:core:2.0:group');
    expect(group).toMatchObject({ id: 'urn:ietf:params:scim:schemas:core:2.0:Group', name: 'Group' });
    expect([service.locate('User', 'a'), service.locate('Device', 'a')]).toEqual([
      `${BASE_URL}/Users/a`,
      `${BASE_URL}/a`,
    ]);
  });
});
