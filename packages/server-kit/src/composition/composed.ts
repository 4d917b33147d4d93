// What the use cases of an organisation are composed from.
import type { OrganisationSchema } from '@looop-scim/provisioning/attributes';
import type { Organisation } from '@looop-scim/provisioning/organisation';

/** An organisation with the attributes that it is served with. */
export interface Composed {
  readonly organisation: Organisation;
  readonly schema: OrganisationSchema;
}
