// What another process sees of an organisation, and what no use may leave behind in the database.
import type { Db } from 'mongodb';
import type { Organisation, OrganisationStorage, Storage } from '@looop-scim/provisioning';
import { run } from '../../support/run-effect.ts';

const everything = { offset: 0, limit: 1000, withMemberships: true } as const;

/** Everything that the ports show of an organisation. */
export const observe = async (storage: Storage, { id, name }: Organisation) => {
  const { resources, activity, events }: OrganisationStorage = storage.forOrganisation(id);
  const { id: _id, name: _name, ...settings } = await run(storage.organisations.byName(name));
  return {
    users: (await run(resources.list({ resourceType: 'User', ...everything }))).resources,
    groups: (await run(resources.list({ resourceType: 'Group', ...everything }))).resources,
    activity: await run(activity.newest(1000)),
    events: await run(events.after(0, 1000)),
    settings,
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
  const guard = await database.collection<{ _id: string }>('guards').findOne({ _id: o, holder: { $exists: true } });
  return [
    ...all.filter(({ intent }) => intent !== undefined).map(({ id }) => `${String(id)} has an intent left`),
    ...rows
      .filter(({ g, m }) => !alive.has(String(g)) || !alive.has(String(m)))
      .map(({ g, m }) => `${String(g)} has ${String(m)} dangling`),
    ...(guard === null ? [] : ['the guard is held']),
  ];
};
