// How far the set-up of a connection is: found once, and kept.
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { makeSetUpReading } from '@looop-scim/provisioning/insight';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityLog } from '@looop-scim/provisioning/ports';
import { eraseActivity } from '@looop-scim/provisioning/storage-support';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const ID = organisationId('0199f0a1-0000-7000-8000-000000000001');
const OKTA = '0123456789abcdef';
const HOUR_MS = 3_600_000;

const write = (given: Partial<ActivityRecord>): ActivityRecord => ({
  at: 1,
  caller: { tokenFingerprint: OKTA, requestId: 'r' },
  operation: 'patch',
  resourceType: 'User',
  resourceId: 'ana',
  outcome: 'applied',
  changes: [],
  ignored: [],
  ...given,
});
const deactivation = write({ at: 3, changes: [{ attribute: 'active', before: true, after: false }] });

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const organisation = {
    id: ID,
    name: 'acme',
    scimEnabled: true,
    profile: 'interop',
    leniencies: {},
    created: 0,
  } as const;
  await run(storage.organisations.add(organisation));
  await run(storage.tokens.add({ organisationId: ID, fingerprint: OKTA, hash: 'h', created: 0 }));
  const { activity, records } = storage.forOrganisation(ID);
  let reads = 0;
  const after: ActivityLog['after'] = (follow) => {
    reads += 1;
    return activity.after(follow);
  };
  const reading = makeSetUpReading({ tokens: storage.tokens, activity: { after }, records }, ID);
  return {
    reached: () => run(reading()),
    reads: () => reads,
    append: (record: ActivityRecord) => run(activity.append(record)),
    touch: (at: number) => run(storage.tokens.touch(OKTA, at)),
  };
};

describe('the set-up', () => {
  it('has what arrived first, with its time, also when it was looked for later', async () => {
    const { reached, append, touch } = await open();
    expect(await reached()).toEqual({});
    await touch(7 * HOUR_MS);
    expect(await reached()).toEqual({ contact: 7 * HOUR_MS });
    await append(write({ at: 2, operation: 'create' }));
    await append(deactivation);
    await append(write({ at: 4, operation: 'create', resourceType: 'Group', resourceId: 'sales' }));
    await append(write({ at: 5, operation: 'create' }));
    expect(await reached()).toEqual({ contact: 2, person: 2, deactivation: 3, group: 4 });
  });

  it('counts neither imports and the platform nor what was refused', async () => {
    const { reached, append } = await open();
    await append(write({ caller: { tokenFingerprint: 'import', requestId: 'r' } }));
    await append(write({ caller: { tokenFingerprint: 'person-1', requestId: 'r' } }));
    expect(await reached()).toEqual({});
    await append(write({ at: 9, outcome: 'refused', failure: { kind: 'InvalidValue' } }));
    await append(write({ at: 8, operation: 'authenticate', outcome: 'refused', failure: { kind: 'Unauthorized' } }));
    expect(await reached()).toEqual({ contact: 9 });
  });

  it('knows of a deactivation whose person was deleted', async () => {
    const { reached, append } = await open();
    await append(eraseActivity(deactivation));
    expect(await reached()).toEqual({ contact: 3, person: 3, deactivation: 3 });
  });

  it('looks at each record once, and at none once everything has arrived', async () => {
    const { reached, append, reads } = await open();
    for (let at = 0; at < 1200; at += 1) await append(write({ at, operation: 'create' }));
    await reached();
    const first = reads();
    await reached();
    expect(reads() - first).toBe(1);
    await append(deactivation);
    await append(write({ at: 4, operation: 'create', resourceType: 'Group', resourceId: 'sales' }));
    await reached();
    const all = reads();
    expect(await reached()).toMatchObject({ person: 0, deactivation: 3, group: 4 });
    expect(reads()).toBe(all);
  });
});
