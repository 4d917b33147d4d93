// Laws that hold the queries of a storage against the pure core: filters, order and pages, for any resources.
import assert from 'node:assert/strict';
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import { evaluateFilter } from '@looop-scim/scim/filter';
import { bindSort, compareBySort, type SortOrder } from '@looop-scim/scim/list';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import fc from 'fast-check';
import { boundFilterFor } from '../arbitraries/filter.ts';
import { documentOf } from '../arbitraries/resource.ts';
import { sampleTypes } from '../arbitraries/sample-type.ts';
import type { OpenStorage } from '../contract/contract-case.ts';
import { run } from '../contract/run-effect.ts';
import { nextId, openOrganisation, START, type TestOrganisation } from '../contract/test-organisation.ts';
import type { Law } from '../law.ts';
import { lawOnStorage } from '../model/law-on-storage.ts';
import { readStored, resourcesOf, type StoredResource } from '../model/stored-resource.ts';

/** A resource to be stored: its document, when it was written, whether it was changed after, and members by position. */
interface Seed {
  readonly resourceType: string;
  readonly document: Complex;
  readonly at: number;
  readonly changed: boolean;
  readonly members: readonly number[];
}

const QUERIES_PER_TYPE = { minLength: 1, maxLength: 3 };

const seedsOf = (type: ResourceType, maxLength: number): fc.Arbitrary<readonly Seed[]> =>
  fc.array(
    fc.record({
      resourceType: fc.constant(type.name),
      document: documentOf(type),
      at: fc.constantFrom(START, START + 1, START + 1000, 0, START + 86_400_000),
      changed: fc.boolean(),
      members: fc.array(fc.nat({ max: 20 }), { maxLength: type.definition.membership?.side === 'group' ? 4 : 0 }),
    }),
    { maxLength },
  );

/** Users, groups and gadgets in one organisation; members are resources that come earlier, so that no cycle arises. */
const population: fc.Arbitrary<readonly Seed[]> = fc
  .tuple(...sampleTypes.map((type) => seedsOf(type, 5)))
  .map((seeds) => seeds.flat());

/** Stores the seeds; nothing is unique among them. Answers the ids that they got. */
const store = async (organisation: TestOrganisation, seeds: readonly Seed[]): Promise<readonly string[]> => {
  const ids = seeds.map(nextId);
  const create = ({ resourceType, document, at }: Seed, index: number) => {
    const id = ids[index] ?? '';
    return run(organisation.create(resourceType, document, { id, at, uniqueKeys: [] }));
  };
  await Promise.all(seeds.map(create));
  const touch = async ({ resourceType, document, at, changed, members }: Seed, index: number) => {
    const memberIds = new Set(members.flatMap((member) => ids.slice(0, index)[member % Math.max(index, 1)] ?? []));
    const memberships = [{ kind: 'add', ids: [...memberIds] }] as const;
    const revised = changed ? { ...document, externalId: 'changed' } : document;
    await run(
      organisation.revise(resourceType, ids[index] ?? '', () => revised, { at: at + 7, uniqueKeys: [], memberships }),
    );
  };
  await Promise.all(seeds.map(touch));
  return ids;
};

const leavesOf = (nodes: Iterable<AttributeNode>): readonly AttributeNode[] =>
  [...nodes].flatMap((node) => (node.children.size === 0 ? [node] : leavesOf(node.children.values())));

/** Every order that lists of the type can have. */
const sortOrdersOf = (type: ResourceType): readonly SortOrder[] =>
  leavesOf(type.attributes.values()).flatMap(({ path }) =>
    ['ascending', 'descending'].flatMap((direction) => {
      const sort = bindSort(type, path, direction);
      return Result.isSuccess(sort) && sort.success !== undefined ? [sort.success] : [];
    }),
  );

const sortOrders = new Map(sampleTypes.map((type) => [type, sortOrdersOf(type)]));

const sortFor = (type: ResourceType): fc.Arbitrary<SortOrder> => fc.constantFrom(...(sortOrders.get(type) ?? []));

const inOrder = (stored: readonly StoredResource[], sort: SortOrder): readonly StoredResource[] =>
  stored.toSorted((left, right) => compareBySort(sort, left.representation, right.representation));

interface Scene {
  readonly organisation: TestOrganisation;
  readonly type: ResourceType;
  readonly stored: readonly StoredResource[];
}

/** A law about what a storage answers to queries of one type, over any population. */
const queryLaw = (
  name: string,
  open: OpenStorage,
  examine: (scene: Scene, draw: fc.GeneratorValue) => Promise<void>,
): Law =>
  lawOnStorage(name, open, (storage) =>
    fc.asyncProperty(population, fc.gen(), async (seeds, draw) => {
      const organisation = await openOrganisation(storage);
      const ids = await store(organisation, seeds);
      for (const type of sampleTypes) {
        const stored = await readStored(organisation, type, ids);
        await examine({ organisation, type, stored }, draw);
      }
    }),
  );

const filtered = (open: OpenStorage): Law =>
  queryLaw(
    'list(filter) = the resources for which the evaluator says that the filter holds',
    open,
    async (scene, draw) => {
      const { organisation, type, stored } = scene;
      const representations = stored.map(({ representation }) => representation);
      // All in one draw: building the arbitrary costs more than a filter of it.
      const filters = draw(() => fc.array(boundFilterFor(type, representations), QUERIES_PER_TYPE));
      for (const filter of filters) {
        const expected = stored.filter(({ representation }) => evaluateFilter(filter, representation));
        assert.deepEqual(await run(organisation.list(type.name, { filter })), resourcesOf(expected));
      }
    },
  );

const sorted = (open: OpenStorage): Law =>
  queryLaw(
    'list(sort) = the resources in the order of compareBySort',
    open,
    async ({ organisation, type, stored }, draw) => {
      const sorts = draw(() => fc.array(sortFor(type), QUERIES_PER_TYPE));
      for (const sort of sorts) {
        assert.deepEqual(await run(organisation.list(type.name, { sort })), resourcesOf(inOrder(stored, sort)));
      }
    },
  );

const paged = (open: OpenStorage): Law =>
  queryLaw(
    'pages of any size, put together, are the whole list, and each tells its total',
    open,
    async (scene, draw) => {
      const { organisation, type, stored } = scene;
      const filter = draw(() => fc.option(boundFilterFor(type), { nil: undefined }));
      const sort = draw(() => fc.option(sortFor(type), { nil: undefined }));
      const matches = stored.filter(
        ({ representation }) => filter === undefined || evaluateFilter(filter, representation),
      );
      const whole = resourcesOf(sort === undefined ? matches : inOrder(matches, sort));
      const query = {
        resourceType: type.name,
        withMemberships: true,
        ...(filter && { filter }),
        ...(sort && { sort }),
      };
      for (let limit = 0; limit <= whole.length + 1; limit += 1) {
        const pages: Resource[] = [];
        for (let offset = 0; offset <= whole.length + 1; offset += Math.max(limit, 1)) {
          const page = await run(organisation.ports.resources.list({ ...query, offset, limit }));
          assert.equal(page.total, whole.length);
          pages.push(...page.resources);
        }
        assert.deepEqual(pages, limit === 0 ? [] : whole);
      }
    },
  );

/** Laws about the queries of a storage. The storage has to be opened with `contractRegistry`. */
export const storageLaws = (open: OpenStorage): readonly Law[] => [filtered(open), sorted(open), paged(open)];
