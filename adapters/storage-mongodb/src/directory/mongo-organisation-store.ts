// Organisations by name.
import * as Result from 'effect/Result';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { AlreadyExists, NoSuchEntry, type OrganisationStore } from '@looop-scim/provisioning/ports';
import { organisationFrom, storedSettings } from '@looop-scim/provisioning/storage-support';
import type { Calls } from '../calls.ts';
import type { Collections, OrganisationDocument } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import type { Removals } from '../removals.ts';

/** Organisations that were not deleted. */
export const KEPT = { removed: { $exists: false } };

/** The organisation of a document. */
export const organisationOf = ({ _id, ...stored }: OrganisationDocument): Organisation =>
  organisationFrom({ id: _id, ...stored });

/** Makes the store of organisations; `changed` is told of every update and deletion. */
export const makeMongoOrganisationStore = (
  { organisations }: Collections,
  calls: Calls,
  removals: Pick<Removals, 'begin'>,
  changed: () => void,
): OrganisationStore => ({
  add: (organisation) =>
    calls.write(async () => {
      const { id, name, created } = organisation;
      try {
        await organisations.insertOne({ _id: id, name, ...storedSettings(organisation), created });
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
  byId: (id) =>
    calls.read(async () => {
      const found = await organisations.findOne({ _id: id, ...KEPT });
      return Result.succeed(found === null ? undefined : organisationOf(found));
    }),
  list: () =>
    calls.read(async () => {
      const found = await organisations.find(KEPT).sort({ name: 1 }).toArray();
      return Result.succeed(found.map(organisationOf));
    }),
  update: (organisation) =>
    calls.write(async (): Promise<Result.Result<void, AlreadyExists | NoSuchEntry>> => {
      const { id, name } = organisation;
      try {
        const { matchedCount } = await organisations.updateOne(
          { _id: id, ...KEPT },
          { $set: { name, ...storedSettings(organisation) } },
        );
        changed();
        return matchedCount === 1 ? Result.void : Result.fail(new NoSuchEntry({ what: 'organisation', name }));
      } catch (cause) {
        if (isDuplicateKey(cause)) return Result.fail(new AlreadyExists({ what: 'organisation' }));
        throw cause;
      }
    }),
  remove: ({ id, name }, at) =>
    calls.write(async () => {
      const wasThere = await removals.begin(id, at);
      changed();
      return wasThere ? Result.void : Result.fail(new NoSuchEntry({ what: 'organisation', name }));
    }),
});
