// Positions in the activity are numbers of this database: those of another storage are refused, and named.
import { printPosition } from '@looop-scim/provisioning/storage-support';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { expect, it } from 'vitest';
import { createUser, openStorage } from './support/directory.ts';
import { outcomeOf, run } from './support/run-effect.ts';

it.each(['', 'x1', '1.5', '9007199254740993', '0199f0a1-0000-7000-8000-0000000000aa'])(
  'a position whose key is "%s" is refused',
  async (key) => {
    const storage = await openStorage(':memory:');
    const { activity, resources } = storage.forOrganisation(organisationId('tenant-1'));
    const position = printPosition({ at: 1, key });
    const refused = { failure: { _tag: 'InvalidPosition', position } };
    for (let users = 0; users < 2; users += 1) {
      expect(await outcomeOf(activity.page({ position, limit: 9 }))).toMatchObject(refused);
      expect(await outcomeOf(activity.after({ position, limit: 9 }))).toMatchObject(refused);
      await run(createUser(resources, users + 1));
    }
    await run(storage.close());
  },
);
