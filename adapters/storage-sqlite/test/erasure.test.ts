// A person with a long history is erased in steps: a program that ends in between leaves them to the next one.
import { organisationId, type ActivityRecord } from '@looop-scim/provisioning';
import { Result } from 'effect';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createUser, idOf, openStorage, writeOf } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const SECRET = 'Coach of Ana';
const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');

const record: ActivityRecord = {
  at: 1_767_225_600_000,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'patch',
  resourceType: 'User',
  resourceId: idOf(1),
  outcome: 'applied',
  changes: [{ attribute: 'title', after: SECRET }],
  ignored: [],
};

it('the rest of an erasure survives the program that began it', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const first = await openStorage(path);
  const { resources } = first.forOrganisation(ACME);
  const target = { resourceType: 'User', id: idOf(1) };
  await run(createUser(resources, 1));
  const write = writeOf({ userName: 'user-1' }, { describe: () => ({ activity: record, events: [] }) });
  const changes = Array.from({ length: 130 }, () =>
    run(resources.change(target, () => Result.succeed({ kind: 'write', ...write }))),
  );
  await Promise.all(changes);
  const { describe } = writeOf({});
  await run(resources.change(target, () => Result.succeed({ kind: 'delete', at: record.at, erases: true, describe })));

  // The first one is not closed: as if it had been killed.
  const next = await openStorage(path);
  const { activity } = next.forOrganisation(ACME);
  const telling = async () =>
    (await run(activity.page({ limit: 1000 }))).filter((entry) => JSON.stringify(entry).includes(SECRET)).length;
  const left = await telling();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(130);
  expect(await run(next.trimLogs({}))).toBe(true);
  expect(await telling()).toBeLessThan(left);
  while (await run(next.trimLogs({})));
  expect(await telling()).toBe(0);
  expect(await run(activity.page({ limit: 1000 }))).toHaveLength(132);
  await run(next.close());
  await run(first.close());
});
