// A bulk request is its operations, whatever their order (RFC 7644 section 3.7.2).
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeSeal, uuidV7Generator } from '@looop-scim/crypto-node';
import { makeScimService, organisationId, type ScimService } from '@looop-scim/provisioning';
import { interopPolicy, standardRegistry, type BulkOperation, type Complex } from '@looop-scim/scim';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { effort } from '../laws/run-laws.ts';
import { run } from '../support/run-effect.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const caller = { tokenHandle: 'abc', requestId: 'r-1' };

const openService = async (): Promise<ScimService> => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  return makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...storage.forOrganisation(organisationId(await run(uuidV7Generator.next))),
    ids: uuidV7Generator,
    seal: makeSeal('bulk', 'acme'),
  });
};

interface Wanted {
  /** For each user its manager, a user by number; in a circle or not. */
  readonly managers: readonly (number | null)[];
  /** For each group its members: users, and groups with a higher number. */
  readonly groups: readonly { readonly users: readonly number[]; readonly groups: readonly number[] }[];
}

const wanted: fc.Arbitrary<Wanted> = fc.integer({ min: 1, max: 5 }).chain((users) =>
  fc.record({
    managers: fc.array(fc.option(fc.nat({ max: users - 1 })), { minLength: users, maxLength: users }),
    groups: fc.array(
      fc.record({
        users: fc.uniqueArray(fc.nat({ max: users - 1 }), { maxLength: 3 }),
        groups: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
      }),
      { maxLength: 4 },
    ),
  }),
);

const operationsFor = ({ managers, groups }: Wanted): readonly BulkOperation[] => [
  ...managers.map((manager, number): BulkOperation => ({
    method: 'POST',
    path: '/Users',
    bulkId: `u${number}`,
    data: {
      userName: `u${number}`,
      ...(manager !== null && { [ENTERPRISE]: { manager: { value: `bulkId:u${manager}` } } }),
    },
  })),
  ...groups.map((members, number): BulkOperation => ({
    method: 'POST',
    path: '/Groups',
    bulkId: `g${number}`,
    data: {
      displayName: `g${number}`,
      members: [
        ...members.users.map((user) => ({ value: `bulkId:u${user}` })),
        ...innerOf(number, members.groups, groups.length).map((inner) => ({ value: `bulkId:g${inner}` })),
      ],
    },
  })),
];

/** Groups hold groups of higher numbers alone, so that none contains itself. */
const innerOf = (number: number, steps: readonly number[], count: number): readonly number[] =>
  steps.map((step) => number + step).filter((inner) => inner < count);

const namesIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.map((member: { readonly display?: unknown }) => member.display).toSorted() : [];

it('any graph of references in any order: everything is created, and linked as it was asked for', async () => {
  const graphs = fc.asyncProperty(
    wanted.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.shuffledSubarray([...operationsFor(one)], { minLength: operationsFor(one).length }),
      ),
    ),
    async ([one, operations]) => {
      const service = await openService();
      const results = await run(service.runBulk({ request: { operations }, caller }));
      expect(results.map(({ bulkId }) => bulkId)).toEqual(operations.map(({ bulkId }) => bulkId));
      expect(results.filter(({ status }) => status !== '201')).toEqual([]);
      const list = async (endpoint: string): Promise<readonly Complex[]> => {
        const type = service.resourceTypeAt(endpoint);
        if (type === undefined) throw new TypeError(endpoint);
        return (await run(service.list({ type, query: { startIndex: 1, count: 100 } }))).representations;
      };
      const users = await list('/Users');
      const nameOf = new Map(users.map((user) => [user['id'], user['userName']]));
      for (const [number, manager] of one.managers.entries()) {
        const user = users.find(({ userName }) => userName === `u${number}`);
        const extension = user?.[ENTERPRISE] as { readonly manager?: { readonly value?: string } } | undefined;
        expect(nameOf.get(extension?.manager?.value ?? '')).toBe(manager === null ? undefined : `u${manager}`);
      }
      for (const group of await list('/Groups')) {
        const number = Number(String(group['displayName']).slice(1));
        const members = one.groups[number];
        const expected = [
          ...(members?.users ?? []).map((user) => `u${user}`),
          ...innerOf(number, members?.groups ?? [], one.groups.length).map((inner) => `g${inner}`),
        ];
        expect(namesIn(group['members'])).toEqual(expected.toSorted());
      }
    },
  );
  await fc.assert(graphs, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 2) });
});

it('a chain of a thousand references, the last one first', async () => {
  const service = await openService();
  const operations = Array.from({ length: 1000 }, (_none, number): BulkOperation => ({
    method: 'POST',
    path: '/Users',
    bulkId: `u${number}`,
    data: {
      userName: `u${number}`,
      ...(number < 999 && { [ENTERPRISE]: { manager: { value: `bulkId:u${number + 1}` } } }),
    },
  }));
  const results = await run(service.runBulk({ request: { operations }, caller }));
  expect(results.filter(({ status }) => status === '201')).toHaveLength(1000);
});
