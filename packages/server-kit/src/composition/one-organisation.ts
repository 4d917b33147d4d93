// The administration of an installation that has one organisation: nobody adds another one, whoever asks.
import * as Effect from 'effect/Effect';
import type { OrganisationAdministration } from '@looop-scim/provisioning/organisation';
import { AlreadyExists } from '@looop-scim/provisioning/ports';

/** An administration whose first organisation stays the only one. */
export const ofOneOrganisation = (administration: OrganisationAdministration): OrganisationAdministration => ({
  ...administration,
  addOrganisation: (name) =>
    Effect.flatMap(administration.listOrganisations(), (found) =>
      found.length === 0
        ? administration.addOrganisation(name)
        : Effect.fail(new AlreadyExists({ what: 'organisation' })),
    ),
});
