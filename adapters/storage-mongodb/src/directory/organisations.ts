// Organisations by name.
import * as Result from 'effect/Result';
import {
  AlreadyExists,
  NoSuchEntry,
  organisationId,
  type Organisation,
  type OrganisationStore,
} from '@looop-scim/provisioning';
import type { Calls } from '../calls.ts';
import type { Collections, OrganisationDocument } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import type { Removals } from '../removals.ts';

const settingsOf = ({ scimEnabled, profile, leniencies }: Organisation) => ({
  scimEnabled,
  profile,
  leniencies: JSON.stringify(leniencies),
});

/** Organisations that were not deleted. */
export const KEPT = { removed: { $exists: false } };

/** The organisation of a document. */
export const organisationOf = ({ _id, name, scimEnabled, ...stored }: OrganisationDocument): Organisation => ({
  id: organisationId(_id),
  name,
  scimEnabled,
  // Both written by this file alone, from the same types.
  profile: stored.profile as Organisation['profile'],
  leniencies: JSON.parse(stored.leniencies) as Organisation['leniencies'],
  created: stored.created,
});

/** Makes the directory of organisations; `changed` is told of every update and deletion. */
export const makeOrganisationDirectory = (
  { organisations }: Collections,
  calls: Calls,
  removals: Pick<Removals, 'begin'>,
  changed: () => void,
): OrganisationStore => ({
  add: (organisation) =>
    calls.write(async () => {
      const { id, name, created } = organisation;
      try {
        await organisations.insertOne({ _id: id, name, ...settingsOf(organisation), created });
        return Result.void;
      } catch (cause) {
        if (isDuplicateKey(cause)) return Result.fail(new AlreadyExists({ what: 'organisation' }));
        throw cause;
      }
    }),
  byName: (name) =>
    calls.read(async () => {
      const found = await organisations.findOne({ name });
      return found === null
        ? Result.fail(new NoSuchEntry({ what: 'organisation', name }))
        : Result.succeed(organisationOf(found));
    }),
  list: () =>
    calls.read(async () => {
      const found = await organisations.find(KEPT).sort({ name: 1 }).toArray();
      return Result.succeed(found.map(organisationOf));
    }),
  update: (organisation) =>
    calls.write(async () => {
      const { matchedCount } = await organisations.updateOne(
        { _id: organisation.id, ...KEPT },
        { $set: settingsOf(organisation) },
      );
      changed();
      return matchedCount === 1
        ? Result.void
        : Result.fail(new NoSuchEntry({ what: 'organisation', name: organisation.name }));
    }),
  remove: ({ id, name }, at) =>
    calls.write(async () => {
      const wasThere = await removals.begin(id, at);
      changed();
      return wasThere ? Result.void : Result.fail(new NoSuchEntry({ what: 'organisation', name }));
    }),
});
