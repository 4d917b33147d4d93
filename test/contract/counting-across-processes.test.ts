// Refusals of one kind are one record, whichever of two processes on a database they reach.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { openMongoStorage } from '@looop-scim/storage-mongodb';
import { openSqliteStorage } from '@looop-scim/storage-sqlite';
import { newDatabase, onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';

const AT = 1_767_225_600_000;
const SENT = 20;

const acme: Organisation = {
  id: organisationId('0199f0a1-0000-7000-8000-0000000000aa'),
  name: 'acme',
  scimEnabled: true,
  profile: 'interop',
  leniencies: {},
  created: AT,
};

const refusal: ActivityRecord = {
  at: AT,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'create',
  resourceType: 'User',
  resourceName: 'Ana',
  outcome: 'refused',
  failure: { kind: 'Uniqueness', detail: 'userName is taken.' },
  changes: [],
  ignored: [],
};

const expectOneCount = async (processes: readonly [Storage, Storage]): Promise<void> => {
  const [first, second] = processes;
  await run(first.organisations.add(acme));
  const [here, there] = [first.forOrganisation(acme.id).activity, second.forOrganisation(acme.id).activity];
  await Promise.all(
    Array.from({ length: SENT }, (_, index) =>
      run((index % 2 === 0 ? here : there).append({ ...refusal, at: AT + index })),
    ),
  );
  for (const { page } of [here, there]) {
    const found = (await run(page({ limit: 10 }))).map(({ record }) => record.repeated);
    expect(found).toEqual([{ count: SENT, last: AT + SENT - 1 }]);
  }
  for (const storage of processes) await run(storage.close());
};

describe('on SQLite', () => {
  it('refusals that two processes record at once are counted as one record', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'looop-scim-'));
    const open = () => run(openSqliteStorage({ path: join(directory, 'scim.db'), registry: contractRegistry }));
    await expectOneCount([await open(), await open()]);
    await rm(directory, { recursive: true });
  });
});

onMongo('counting across processes', () => {
  it('refusals that two processes record at once are counted as one record', async () => {
    const { url, drop } = await newDatabase();
    const open = () => run(openMongoStorage({ url, registry: contractRegistry }));
    await expectOneCount([await open(), await open()]);
    await drop();
  });
});
