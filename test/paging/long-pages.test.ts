// Lists of resources so long that a page ends before its count: nothing is lost between two pages (RFC 7644 section 3.4.2.4).
import { beforeAll, describe, expect, it } from 'vitest';
import { makeCursorCipher, uuidV7Generator } from '@looop-scim/crypto-node';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemory } from '../support/storage/open-stores.ts';
import { run } from '../support/run/run-effect.ts';

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
const USERS = 18;

const typeAt = (service: ScimService, endpoint: string) => {
  const type = service.resourceTypeAt(endpoint);
  if (type === undefined) throw new TypeError(`nothing at ${endpoint}`);
  return type;
};

interface Page {
  readonly representations: readonly Readonly<Record<string, unknown>>[];
}
const namesOf = ({ representations }: Page) =>
  representations.map(({ userName, displayName }) => String(userName ?? displayName));

describe('users of a million characters each', () => {
  let service: ScimService;
  const users = Array.from({ length: USERS }, (_none, index) => `user-${index}`);
  beforeAll(async () => {
    const { storage } = await openMemory();
    const id = organisationId(await run(uuidV7Generator.next));
    service = makeScimService({
      registry: standardRegistry,
      policy: interopPolicy,
      baseUrl: 'https://looop.example/scim/v2',
      ...storage.forOrganisation(id),
      ids: uuidV7Generator,
      cursorCipher: makeCursorCipher('secret', id),
    });
    const create = (endpoint: string, body: object) =>
      run(service.create({ type: typeAt(service, endpoint), body, caller, projection: {} }));
    for (const userName of users)
      await create('/Users', { userName, profileUrl: `https://acme.example/${'x'.repeat(1_000_000)}` });
    await create('/Groups', { displayName: 'Coaches' });
  });

  it('are all met by a walk', async () => {
    const met: string[] = [];
    let cursor: string | undefined = '';
    let pages = 0;
    while (cursor !== undefined) {
      const query = { startIndex: 1, count: 100, cursor };
      const page: Page & { readonly nextCursor?: string } = await run(
        service.list({ type: typeAt(service, '/Users'), query, caller }),
      );
      met.push(...namesOf(page));
      cursor = page.nextCursor;
      pages += 1;
    }
    expect(pages, 'a page has ended early').toBe(2);
    expect(met).toEqual(users);
  });

  it('are all met by index, also where groups come after them', async () => {
    const met: string[] = [];
    for (let pages = 0; pages < 2; pages += 1) {
      const page = await run(service.listAllTypes({ query: { startIndex: met.length + 1, count: 100 }, caller }));
      expect(page.totalResults).toBe(USERS + 1);
      met.push(...namesOf(page));
    }
    expect(met).toEqual([...users, 'Coaches']);
  });
});
