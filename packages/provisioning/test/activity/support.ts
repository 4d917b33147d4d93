// Records, and a log that lists them: a port without a storage behind it, for reads of thousands of records.
import { Effect } from 'effect';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { Complex } from '@looop-scim/scim/attribute';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityEntry, ActivityLog } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

/** The fingerprint of the token by which the requests of the records came. */
export const OKTA = '0123456789abcdef';

/** A record of a PATCH of ana that has no effect on record, with what is given in its place. */
export const recordOf = (given: Partial<ActivityRecord> = {}): ActivityRecord => ({
  at: 0,
  caller: { tokenFingerprint: OKTA, requestId: 'request-1' },
  operation: 'patch',
  resourceType: 'User',
  resourceId: 'ana',
  outcome: 'applied',
  changes: [],
  ignored: [],
  ...given,
});

/** As many records as asked for, each made of its index. */
export const recordsOf = (
  count: number,
  make: (index: number) => Partial<ActivityRecord> = () => ({}),
): readonly ActivityRecord[] => Array.from({ length: count }, (_, index) => recordOf(make(index)));

/** What a follower or a reader asks of a log. */
type Asked = Parameters<ActivityLog['page']>[0] | Parameters<ActivityLog['after']>[0];

/** A log that lists records in the order in which they are given, and notes what it is asked. */
export const listedLog = (records: readonly ActivityRecord[]) => {
  const entries = records.map((record, index): ActivityEntry => ({ position: `${record.at}.${index}`, record }));
  const asked: Asked[] = [];
  const read = (query: Asked) => {
    asked.push(query);
    const begin = entries.findIndex(({ position }) => position === query.position) + 1;
    return Effect.succeed(entries.slice(begin, begin + query.limit));
  };
  return { page: read, after: read, entries, asked };
};

/** The ports of an organisation whose storage is in memory. */
export const openPorts = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  return storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001'));
};

/** The ports of an organisation with people in it; each document has its id beside it. */
export const openWithPeople = async (people: Readonly<Record<string, Complex>>) => {
  const ports = await openPorts();
  for (const [id, document] of Object.entries(people)) {
    const write = {
      ...({ at: 0, document, uniqueKeys: [], memberships: [], withMemberships: false } as const),
      ...({
        unknownMembers: 'skip',
        describe: () => ({ activity: recordOf({ resourceId: id }), events: [] }),
      } as const),
    };
    await run(ports.resources.create({ resourceType: 'User', id }, write));
  }
  return ports;
};
