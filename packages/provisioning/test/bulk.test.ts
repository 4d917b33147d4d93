// A bulk request is its operations, whatever their order (RFC 7644 section 3.7.2).
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { IdGenerator } from '@looop-scim/provisioning/ports';
import type { Complex } from '@looop-scim/scim/attribute';
import type { BulkOperation } from '@looop-scim/scim/bulk';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { interopPolicy } from '@looop-scim/scim/interop';
import { errorMessage } from '@looop-scim/scim/message';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { effort } from '../../../test/support/run/run-laws.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const openService = async (ids: IdGenerator = uuidV7Generator): Promise<ScimService> => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  return makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...storage.forOrganisation(organisationId(await run(uuidV7Generator.next))),
    ids,
    cursorCipher: makeCursorCipher('bulk', 'acme'),
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

const namesIn = (members: unknown, nameOf: ReadonlyMap<unknown, unknown>): readonly unknown[] =>
  Array.isArray(members)
    ? members.map((member: { readonly value?: unknown }) => nameOf.get(member.value)).toSorted()
    : [];

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
      const results = await run(service.bulk({ body: { Operations: operations }, caller }));
      expect(results.map(({ bulkId }) => bulkId)).toEqual(operations.map(({ bulkId }) => bulkId));
      expect(results.filter(({ status }) => status !== '201')).toEqual([]);
      const list = async (endpoint: string): Promise<readonly Complex[]> => {
        const type = service.resourceTypeAt(endpoint);
        if (type === undefined) throw new TypeError(endpoint);
        return (await run(service.list({ type, query: { startIndex: 1, count: 100 }, caller }))).representations;
      };
      const users = await list('/Users');
      const groups = await list('/Groups');
      const nameOf = new Map(
        [...users, ...groups].map(({ id, userName, displayName }) => [id, userName ?? displayName]),
      );
      for (const [number, manager] of one.managers.entries()) {
        const user = users.find(({ userName }) => userName === `u${number}`);
        const extension = user?.[ENTERPRISE] as { readonly manager?: { readonly value?: string } } | undefined;
        expect(nameOf.get(extension?.manager?.value ?? '')).toBe(manager === null ? undefined : `u${manager}`);
      }
      for (const group of groups) {
        const number = Number(String(group['displayName']).slice(1));
        const members = one.groups[number];
        const expected = [
          ...(members?.users ?? []).map((user) => `u${user}`),
          ...innerOf(number, members?.groups ?? [], one.groups.length).map((inner) => `g${inner}`),
        ];
        expect(namesIn(group['members'], nameOf)).toEqual(expected.toSorted());
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
  const results = await run(service.bulk({ body: { Operations: operations }, caller }));
  expect(results.filter(({ status }) => status === '201')).toHaveLength(1000);
});

const titles = fc.constantFrom('Coach', 'Trainer', null);
const person = fc.nat({ max: 3 });
const patchOf = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
const idOf = (number: number): string => `id-${number}`;

/** Operations on resources that may or may not be there: the first ids that are given out are id-0, id-1 ... */
const anyOperation: fc.Arbitrary<BulkOperation> = fc.oneof(
  fc.tuple(person, titles, fc.uuid()).map(([n, title, bulkId]): BulkOperation => {
    return { method: 'POST', path: '/Users', bulkId, data: { userName: `user-${n}`, title } };
  }),
  fc.tuple(fc.array(person, { maxLength: 3 }), person, fc.uuid()).map(([members, n, bulkId]): BulkOperation => {
    const data = { displayName: `group-${n}`, members: members.map((one) => ({ value: idOf(one) })) };
    return { method: 'POST', path: '/Groups', bulkId, data };
  }),
  fc
    .tuple(person, person, titles, fc.constantFrom({}, { version: 'W/"1"' }))
    .map(([id, n, title, version]): BulkOperation => {
      return { method: 'PUT', path: `/Users/${idOf(id)}`, data: { userName: `user-${n}`, title }, ...version };
    }),
  fc.tuple(person, titles, fc.constantFrom({}, { version: 'W/"2"' })).map(([id, value, version]): BulkOperation => {
    const data = patchOf({ op: value === null ? 'remove' : 'replace', path: 'title', value });
    return { method: 'PATCH', path: `/Users/${idOf(id)}`, data, ...version };
  }),
  fc.tuple(person, person).map(([id, member]): BulkOperation => {
    const data = patchOf({ op: 'add', path: 'members', value: [{ value: idOf(member) }] });
    return { method: 'PATCH', path: `/Groups/${idOf(id)}`, data };
  }),
  fc.tuple(fc.constantFrom('/Users', '/Groups'), person).map(([endpoint, id]): BulkOperation => {
    return { method: 'DELETE', path: `${endpoint}/${idOf(id)}` };
  }),
);

/** The operation as a request of its own: its status, or the whole error. */
const alone = (service: ScimService, { method, path, data, version }: BulkOperation) => {
  const [endpoint = '', id = ''] = path.split('/').slice(1);
  const type = service.resourceTypeAt(`/${endpoint}`);
  if (type === undefined) throw new TypeError(path);
  const write = { type, body: data, caller, projection: {} };
  const change = { ...write, id, ...(version !== undefined && { ifMatch: version }) };
  const changed = ({ representation }: { readonly representation?: Complex }) =>
    representation === undefined ? '204' : '200';
  const asked: Readonly<Record<BulkOperation['method'], Effect.Effect<string, ScimFailure>>> = {
    POST: Effect.as(service.create(write), '201'),
    PUT: Effect.map(service.replace(change), changed),
    PATCH: Effect.map(service.patch(change), changed),
    DELETE: Effect.as(service.remove(change), '204'),
  };
  return asked[method].pipe(Effect.catch((failure) => Effect.succeed(errorMessage(failure).body)));
};

const startService = Effect.promise(() => {
  let issued = 0;
  return openService({ next: Effect.sync(() => idOf(issued++)) });
});

const directoryOf = (service: ScimService) => service.listAllTypes({ query: { startIndex: 1, count: 100 }, caller });

it('is the same operations one by one: the same statuses and errors, and the same directory afterwards', async () => {
  const sequences = fc.asyncProperty(fc.array(anyOperation, { maxLength: 12 }), async (operations) => {
    const atOnce = Effect.gen(function* () {
      const service = yield* startService;
      const results = yield* service.bulk({ body: { Operations: operations }, caller });
      return [results.map(({ status, response }) => response ?? status), yield* directoryOf(service)];
    });
    const oneByOne = Effect.gen(function* () {
      const service = yield* startService;
      const results = yield* Effect.forEach(operations, (operation) => alone(service, operation));
      return [results, yield* directoryOf(service)];
    });
    const [left, right] = [atOnce, oneByOne].map((steps) => run(steps.pipe(Effect.provide(TestClock.layer()))));
    expect(await left).toEqual(await right);
  });
  await fc.assert(sequences, { seed: effort.seed, numRuns: effort.runs });
});
