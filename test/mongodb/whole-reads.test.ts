// A list with members is read in several statements: a group that is changed between two of them is read again, so that nobody
// sees the members of one version beside the document of another.
import { expect, it } from 'vitest';
import type { Db } from 'mongodb';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { directory, stepInner } from './support/scenarios.ts';
import { storageOn, useScenes } from './support/scene.ts';

/** Runs something once between the look at resources and the look at membership rows. */
const interrupted = (database: Db, interrupt: () => Promise<void>): Db => {
  let due = true;
  const collection = (name: string) => {
    const real = database.collection(name);
    if (name !== 'memberships') return real;
    return new Proxy(real, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property);
        if (property !== 'aggregate') return member;
        return (...given: Parameters<typeof target.aggregate>) => ({
          toArray: async () => {
            if (due) {
              due = false;
              await interrupt();
            }
            return await target.aggregate(...given).toArray();
          },
        });
      },
    });
  };
  return new Proxy(database, {
    get: (target, property) => (property === 'collection' ? collection : (Reflect.get(target, property) as unknown)),
  });
};

onMongo('whole reads', () => {
  const { database, prepare } = useScenes();

  it('shows each group of a page as one version, whatever comes in between', async () => {
    const organisation = await prepare(directory);
    const other = storageOn(database()).storage;
    const change = () => run(stepInner(other.forOrganisation(organisation.id), [{ kind: 'add', ids: ['cleo'] }]));
    let interruptions = 0;
    const between = async (): Promise<void> => {
      interruptions += 1;
      await change();
    };
    const { storage } = storageOn(interrupted(database(), between));
    const query = { resourceType: 'Group', offset: 0, limit: 10, withMemberships: true };
    const page = await run(storage.forOrganisation(organisation.id).resources.list(query));
    const inner = page.resources.find(({ id }) => id === 'inner');
    expect(interruptions).toBe(1);
    expect([inner?.version, inner?.memberships?.map(({ id }) => id)]).toEqual([2, ['ana', 'ben', 'cleo']]);
    await Promise.all([run(storage.close()), run(other.close())]);
  });
});
