// Requests that are too many are counted before they are stored, and are one record of the activity.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { countRateRefusals } from '@looop-scim/provisioning/activity';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const acme = organisationId('0199f0a1-0000-7000-8000-000000000001');
const globex = organisationId('0199f0a1-0000-7000-8000-000000000002');
const caller = (requestId: string, tokenFingerprint = 'abc') => ({ tokenFingerprint, requestId });

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  let appends = 0;
  let isDown = false;
  const refusals = countRateRefusals((id) => {
    const { activity } = storage.forOrganisation(id);
    return {
      ...activity,
      append: (record) => {
        appends += 1;
        return isDown && id === acme
          ? Effect.fail(new StorageUnavailable({ cause: 'down', retryAfterSeconds: 1 }))
          : activity.append(record);
      },
    };
  });
  const recordsOf = async (id: typeof acme) =>
    (await run(storage.forOrganisation(id).activity.page({ limit: 10 }))).map(({ record }) => record);
  return { ...refusals, recordsOf, appends: () => appends, setDown: (down: boolean) => (isDown = down) };
};

describe('requests that are too many', () => {
  it('are one record a token, however many they are and however often counts are stored', async () => {
    const { note, flush, recordsOf, appends } = await open();
    for (let at = 1; at <= 1000; at += 1) note(acme, caller(`request-${at}`), at);
    note(acme, caller('other', 'def'), 5);
    note(globex, caller('third'), 7);
    await run(flush);
    expect(appends()).toBe(3);
    note(acme, caller('later'), 2000);
    await run(flush);
    await run(flush);
    expect(appends()).toBe(4);
    const refused = {
      operation: 'authenticate',
      outcome: 'refused',
      failure: { kind: 'TooManyRequests', detail: 'Too many requests.' },
      changes: [],
      ignored: [],
    };
    expect(await recordsOf(acme)).toMatchObject([
      { ...refused, at: 5, caller: caller('other', 'def') },
      { ...refused, at: 1, caller: caller('request-1'), repeated: { count: 1001, last: 2000 } },
    ]);
    expect(await recordsOf(globex)).toMatchObject([{ at: 7, caller: caller('third') }]);
  });

  it('wait while the storage is not there, and keep nobody else waiting', async () => {
    const { note, flush, recordsOf, setDown } = await open();
    note(acme, caller('first'), 1);
    note(globex, caller('other'), 1);
    setDown(true);
    expect((await run(Effect.flip(flush)))._tag).toBe('StorageUnavailable');
    expect(await recordsOf(globex)).toHaveLength(1);
    note(acme, caller('second'), 2);
    setDown(false);
    await run(flush);
    expect(await recordsOf(acme)).toMatchObject([{ caller: caller('first'), repeated: { count: 2, last: 2 } }]);
  });
});
