// Adds organisations to the storage of a running server without a process for each: the same administration that the
// operator's command calls, on the same data.
import { tokenSecrets, uuidV7Generator } from '@looop-scim/crypto-node';
import { makeOrganisationAdministration } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { run } from '../run/run-effect.ts';
import type { OwnPlace } from './server-store.ts';

/** The operators' use cases on a storage. */
export const administrationOf = (storage: Storage): ReturnType<typeof makeOrganisationAdministration> =>
  makeOrganisationAdministration({
    organisations: storage.organisations,
    tokens: storage.tokens,
    purgeRemoved: storage.purgeRemoved,
    resourcesOf: (id) => storage.forOrganisation(id).resources,
    registry: standardRegistry,
    ids: uuidV7Generator,
    secrets: tokenSecrets,
  });

/** Adds organisations; close it before the place is removed. */
export interface Administration {
  /** Adds an organisation and returns its token. */
  readonly addOrganisation: (name: string) => Promise<string>;
  /** Issues a further token, which stands for a user of the organisation. */
  readonly issueTokenOf: (name: string, subject: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens the storage of a place beside the server that runs on it. */
export const openAdministration = async (place: OwnPlace): Promise<Administration> => {
  const storage = await place.openStorage();
  const administration = administrationOf(storage);
  return {
    addOrganisation: async (name) => {
      await run(administration.addOrganisation(name));
      return (await run(administration.issueToken(name))).secret;
    },
    issueTokenOf: async (name, subject) => (await run(administration.issueToken(name, { subject }))).secret,
    close: () => run(storage.close()),
  };
};
