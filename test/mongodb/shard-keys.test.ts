// What keeps the storage right and quick on a cluster that is sharded as docs/scale.md says, told from the statements themselves: a
// statement that does not name the organisation goes to every shard, there it may meet what a migration of chunks has left behind,
// and one that changes many documents may miss those that are being moved.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Effect, Result } from 'effect';
import { bindFilter, parseFilter } from '@looop-scim/scim/filter';
import { contractRegistry } from '@looop-scim/laws';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { MongoClient, type Document } from 'mongodb';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { observe } from './support/examine.ts';
import { directoryScenarios } from './support/scenarios.ts';
import { storageOn, useScenes } from './support/scene.ts';

/** Shard keys, as docs/scale.md lists them. */
const SHARD_KEYS: Readonly<Record<string, readonly string[]>> = {
  resources: ['o'],
  memberships: ['o', 'g', 'm'],
  activity: ['o', 'w'],
  refusals: ['o', 'key'],
  feed: ['o'],
  events: ['o'],
  pieces: ['o', 'key', 'n'],
  revisions: ['o', 'kind', 'version'],
  records: ['o', 'kind', 'key'],
};

/** A statement on a sharded collection: what it looks for, and whether it writes one document or many. */
interface Statement {
  readonly on: string;
  readonly kind: 'read' | 'write one' | 'write many';
  readonly query: Document;
}

const matchOf = (pipeline: readonly Document[]): Document => pipeline[0]?.['$match'] ?? {};

/** The reads of a pipeline: its own, and those of the joins in it. */
const readsOf = (on: string, pipeline: readonly Document[]): readonly Statement[] => [
  { on, kind: 'read', query: matchOf(pipeline) },
  ...pipeline.flatMap(({ $lookup: join }) => (join === undefined ? [] : readsOf(join.from, join.pipeline))),
];

const statementsOf = (name: string, command: Document): readonly Statement[] => {
  const on = String(command[name]);
  switch (name) {
    case 'find':
      return [{ on, kind: 'read', query: command['filter'] ?? {} }];
    case 'aggregate':
      return readsOf(on, command['pipeline']);
    case 'insert':
      return (command['documents'] as Document[]).map((query) => ({ on, kind: 'write one', query }));
    case 'update':
      return (command['updates'] as Document[]).map(({ q: query, multi }) => ({
        ...{ on, query },
        kind: multi === true ? 'write many' : 'write one',
      }));
    case 'findAndModify':
      return [{ on, kind: 'write one', query: command['query'] ?? {} }];
    case 'delete':
      return (command['deletes'] as Document[]).map(({ q: query }) => ({ on, kind: 'write many', query }));
    default:
      return [];
  }
};

const groupsOf = (member: string) => {
  const type = contractRegistry.resourceType('Group');
  if (type === undefined) throw new TypeError('there is no Group');
  const parsed = parseFilter(`members.value eq "${member}"`, { bareValues: false });
  return Result.getOrThrow(
    Result.flatMap(parsed, (filter) => bindFilter(type, filter, { unknownAttributes: 'refuse' })),
  );
};

const namesValue = (query: Document, field: string): boolean => typeof query[field] === 'string' || field === 'n';

onMongo('shard keys', () => {
  const { database, url, prepare } = useScenes();
  let client: MongoClient | undefined;
  const statements: Statement[] = [];

  /** Makes the call of a scene twice, the second time against what the first has left, and looks at everything. */
  const watched = async (organisation: Organisation, call: (typeof directoryScenarios)[number]['call']) => {
    if (client === undefined) throw new Error('the client is used outside of a test');
    const { storage } = storageOn(client.db(database().databaseName));
    const ports = storage.forOrganisation(organisation.id);
    for (let time = 0; time < 2; time += 1) await Effect.runPromiseExit(call(ports, storage, organisation));
    await observe(storage, organisation);
    await run(ports.resources.read({ resourceType: 'Group', id: 'outer' }, true));
    await run(ports.resources.read({ resourceType: 'Group', id: 'outer' }, false));
    const query = { resourceType: 'Group', offset: 0, limit: 10, withMemberships: true };
    await run(ports.resources.list({ ...query, filter: groupsOf('ben') }));
    await run(storage.close());
  };

  beforeAll(async () => {
    client = new MongoClient(url(), { monitorCommands: true });
    client.on('commandStarted', ({ commandName, command }) => {
      const found = statementsOf(commandName, command).filter(({ on }) => Object.hasOwn(SHARD_KEYS, on));
      statements.push(...found);
    });
    for (const { before, call } of directoryScenarios) await watched(await prepare(before), call);
  });
  afterAll(() => client?.close());

  it('every statement of a request names the organisation', () => {
    expect(new Set(statements.map(({ on }) => on))).toEqual(new Set(Object.keys(SHARD_KEYS)));
    expect(statements.filter(({ query }) => !namesValue(query, 'o'))).toEqual([]);
  });

  it('what is written one by one names the whole shard key', () => {
    const ones = statements.filter(({ kind }) => kind === 'write one');
    expect(ones.length).toBeGreaterThan(0);
    const isWhole = ({ on, query }: Statement) => (SHARD_KEYS[on] ?? []).every((field) => namesValue(query, field));
    expect(ones.filter((statement) => !isWhole(statement))).toEqual([]);
  });

  it('many documents at once are only those that nobody sees any more', () => {
    const many = statements.filter(({ kind }) => kind === 'write many');
    // Pieces that have been read, and rows of a deleted group.
    const isLeftOver = ({ on, query }: Statement) =>
      on === 'pieces' || (on === 'memberships' && !Object.hasOwn(query, 'm'));
    expect(many.length).toBeGreaterThan(0);
    expect(many.filter((statement) => !isLeftOver(statement))).toEqual([]);
  });
});
