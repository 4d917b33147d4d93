// The one organisation of an app that has one.
import * as Effect from 'effect/Effect';
import type { Organisation, OrganisationAdministration } from '@looop-scim/provisioning/organisation';

/** A store that does not hold the one organisation that a command is about. */
export class NotOneOrganisation extends Error {
  override readonly name = 'NotOneOrganisation';
}

/** The only organisation of a store. Rejects: `NotOneOrganisation`. */
export const onlyOrganisation = async (
  administration: Pick<OrganisationAdministration, 'listOrganisations'>,
  operatorCommand: string,
): Promise<Organisation> => {
  const [organisation, ...others] = await Effect.runPromise(administration.listOrganisations());
  if (organisation === undefined) {
    throw new NotOneOrganisation(`There is no organisation yet: make it by: ${operatorCommand} init`);
  }
  if (others.length === 0) return organisation;
  throw new NotOneOrganisation(
    `The store holds ${others.length + 1} organisations, and ${operatorCommand} looks after one: use the server for many`,
  );
};
