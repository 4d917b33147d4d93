// Of several that save settings at once, each having seen the same version, one succeeds: whichever of two processes they reach.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { openMongoStorage } from '@looop-scim/storage-mongodb';
import { openSqliteStorage } from '@looop-scim/storage-sqlite';
import { newDatabase, onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';

const AT = 1_767_225_600_000;
const SAVED_AT_ONCE = 8;
const ROUNDS = 5;

const acme: Organisation = {
  id: organisationId('0199f0a1-0000-7000-8000-0000000000ab'),
  name: 'acme',
  scimEnabled: true,
  profile: 'interop',
  leniencies: {},
  created: AT,
};

const expectOneWinner = async (processes: readonly [Storage, Storage]): Promise<void> => {
  const [first, second] = processes;
  await run(first.organisations.add(acme));
  const [here, there] = [first.forOrganisation(acme.id).revisions, second.forOrganisation(acme.id).revisions];
  const winners: string[] = [];
  for (let expected = 0; expected < ROUNDS; expected += 1) {
    const outcomes = await Promise.all(
      Array.from({ length: SAVED_AT_ONCE }, (_none, index) => {
        const revision = { at: AT, author: `author ${index}`, content: `"${expected} ${index}"` };
        return run(Effect.result((index % 2 === 0 ? here : there).append('mappingSet', revision, expected)));
      }),
    );
    const won = outcomes.filter(Result.isSuccess).map(({ success }) => success.content);
    expect(won).toHaveLength(1);
    winners.push(...won);
  }
  for (const { page } of [here, there]) {
    const kept = await run(page('mappingSet', { limit: 10 }));
    expect(kept.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
    expect(kept.map(({ content }) => content).toReversed()).toEqual(winners);
  }
  for (const storage of processes) await run(storage.close());
};

const expectOneWriter = async (processes: readonly [Storage, Storage]): Promise<void> => {
  const [first, second] = processes;
  await run(first.organisations.add(acme));
  const scopes = [
    [first.forOrganisation(acme.id).records, second.forOrganisation(acme.id).records],
    [first.records, second.records],
  ] as const;
  for (const [here, there] of scopes) {
    for (let expected = 0; expected < ROUNDS; expected += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: SAVED_AT_ONCE }, (_none, index) => {
          const record = { content: `"${expected} ${index}"` };
          return run(Effect.result((index % 2 === 0 ? here : there).write('job', 'a', record, expected)));
        }),
      );
      const [won, ...others] = outcomes.filter(Result.isSuccess).map(({ success }) => success);
      expect([won?.version, others.length]).toEqual([expected + 1, 0]);
      for (const { read } of [here, there]) expect(await run(read('job', 'a'))).toEqual(won);
    }
  }
  for (const storage of processes) await run(storage.close());
};

describe('on SQLite', () => {
  it('one of those that save at once through two processes succeeds, and what it saved stays', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'looop-scim-'));
    const open = () => run(openSqliteStorage({ path: join(directory, 'scim.db'), registry: contractRegistry }));
    await expectOneWinner([await open(), await open()]);
    await rm(directory, { recursive: true });
  });

  it('one of those that write a record at once through two processes succeeds', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'looop-scim-'));
    const open = () => run(openSqliteStorage({ path: join(directory, 'scim.db'), registry: contractRegistry }));
    await expectOneWriter([await open(), await open()]);
    await rm(directory, { recursive: true });
  });
});

onMongo('saving across processes', () => {
  it('one of those that save at once through two processes succeeds, and what it saved stays', async () => {
    const { url, drop } = await newDatabase();
    const open = () => run(openMongoStorage({ url, registry: contractRegistry }));
    await expectOneWinner([await open(), await open()]);
    await drop();
  });

  it('one of those that write a record at once through two processes succeeds', async () => {
    const { url, drop } = await newDatabase();
    const open = () => run(openMongoStorage({ url, registry: contractRegistry }));
    await expectOneWriter([await open(), await open()]);
    await drop();
  });
});
