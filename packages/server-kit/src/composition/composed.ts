// What the use cases of an organisation are composed from.
import type { Organisation, OrganisationSchema } from '@looop-scim/provisioning';

/** An organisation with the attributes that it is served with. */
export interface Composed {
  readonly organisation: Organisation;
  readonly schema: OrganisationSchema;
}
