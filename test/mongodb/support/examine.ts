// What another process sees of an organisation, and what no use may leave behind in the database.
import type { Db } from 'mongodb';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, Storage } from '@looop-scim/provisioning/ports';
import { run } from '../../support/run/run-effect.ts';

const everything = { offset: 0, limit: 1000, withMemberships: true } as const;

/** Organisations whose names begin with the name, and tokens, without what differs from scene to scene. */
const observeOperators = async ({ organisations, tokens }: Storage, { id, name }: Organisation) => ({
  organisations: (await run(organisations.list()))
    .filter((one) => one.name.startsWith(name))
    .map(({ id: _id, name: own, ...settings }) => ({ name: own.slice(name.length), ...settings })),
  tokens: (await run(tokens.ofOrganisation(id))).map(
    ({ organisationId: _id, fingerprint: _handle, hash: _hash, ...noted }) => noted,
  ),
});

/** Everything that the ports show of an organisation. */
export const observe = async (storage: Storage, organisation: Organisation) => {
  const { resources, activity, earlierEvents, events, revisions, records }: OrganisationStorage =
    storage.forOrganisation(organisation.id);
  return {
    ...(await observeOperators(storage, organisation)),
    users: (await run(resources.list({ resourceType: 'User', ...everything }))).resources,
    groups: (await run(resources.list({ resourceType: 'Group', ...everything }))).resources,
    activity: (await run(activity.page({ limit: 1000 }))).map(({ record }) => record),
    events: await run(events.after(0, 1000)),
    earlierEvents: await run(earlierEvents.after(0, 1000)),
    lastEvent: [await run(events.oldest()), await run(events.last())],
    behindMapping: (await run(resources.behindMapping(1, 1000))).toSorted(),
    revisions: await run(revisions.page('mappingSet', { limit: 1000 })),
    records: await run(records.page('job', { limit: 1000 })),
  };
};

/** What is wrong in the database with the documents of an organisation. */
export const faultsIn = async (database: Db, { id: o }: Organisation): Promise<readonly string[]> => {
  const all = await database.collection('resources').find({ o }).toArray();
  const alive = new Set(all.filter(({ type }) => type !== '').map(({ id }) => String(id)));
  const rows = await database
    .collection('memberships')
    .find({ o, gone: { $exists: false } })
    .toArray();
  const persons = await database.collection('feed').distinct('person', { o });
  const guard = await database.collection<{ _id: string }>('guards').findOne({ _id: o, holder: { $exists: true } });
  return [
    ...all.filter(({ intent }) => intent !== undefined).map(({ id }) => `${String(id)} has an intent left`),
    ...rows
      .filter(({ g, m }) => !alive.has(String(g)) || !alive.has(String(m)))
      .map(({ g, m }) => `${String(g)} has ${String(m)} dangling`),
    ...persons.filter((id) => !alive.has(String(id))).map((id) => `events still have values of ${String(id)}`),
    ...(guard === null ? [] : ['the guard is held']),
  ];
};
