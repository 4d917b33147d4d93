// A person with a long history is erased in steps: a program that ends in between leaves them to the next one.
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { Result } from 'effect';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createUser, eventsOf, idOf, openStorage, writeOf } from './support/directory.ts';
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

const event = (number: number, at: number): DirectoryEvent => {
  const user = {
    id: idOf(number),
    userName: SECRET,
    active: true,
    version: 1,
    mappingVersion: 0,
    issues: [],
    profile: {},
  };
  const subject = { type: 'user', id: user.id } as const;
  return { type: 'user.updated', at, subject, cause: { kind: 'scim' }, data: { user } };
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

it('all events of a person are erased, also from a log whose beginning was removed, and those of others are not', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const first = await openStorage(path);
  const { resources } = first.forOrganisation(ACME);
  const change = (number: number, at: number) => {
    const write = writeOf(
      { userName: `user-${number}`, title: `${at}` },
      { at, describe: () => ({ activity: record, events: [event(number, at)] }) },
    );
    return run(
      resources.change({ resourceType: 'User', id: idOf(number) }, () => Result.succeed({ kind: 'write', ...write })),
    );
  };
  for (const number of [1, 2]) await run(createUser(resources, number));
  const times = Array.from({ length: 130 }, (_, index) => record.at + index);
  await Promise.all(times.flatMap((at) => [1, 2].map((number) => change(number, at))));
  // Told of anew, by another mapping set.
  const told = { kind: 'retell', mappingVersion: 1, events: [event(1, record.at + 200)] } as const;
  await run(resources.change({ resourceType: 'User', id: idOf(1) }, () => Result.succeed(told)));
  while (await run(first.trimLogs({ eventsBefore: record.at + 10 })));
  const telling = async (storage: typeof first, number: number) =>
    (await run(eventsOf(storage).after(0, 1000))).filter(
      (one) => one.event.subject.id === idOf(number) && JSON.stringify(one).includes(SECRET),
    ).length;
  expect([await telling(first, 1), await telling(first, 2)]).toEqual([121, 120]);
  const describe = () => ({ activity: record, events: [] });
  await run(
    resources.change({ resourceType: 'User', id: idOf(1) }, () =>
      Result.succeed({ kind: 'delete', at: record.at, erases: true, describe }),
    ),
  );
  // The first one is not closed: as if it had been killed.
  const next = await openStorage(path);
  while (await run(next.trimLogs({})));
  expect([await telling(next, 1), await telling(next, 2)]).toEqual([0, 120]);
  for (const storage of [next, first]) await run(storage.close());
});
