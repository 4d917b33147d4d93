// The sets that need no set-up: what identity providers send by default becomes a profile.
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA } from '@looop-scim/scim/schema';
import type { Mapping, MappingSet, Source } from './mapping-set.ts';

const attribute = (path: string): Source => ({ attribute: path });
const looop = (name: string): Source => attribute(`${LOOOP_USER_SCHEMA}:${name}`);
const enterprise = (name: string): Source => attribute(`${ENTERPRISE_USER_SCHEMA}:${name}`);

const from = (field: string, ...sources: readonly Source[]): Mapping => ({
  field,
  from: sources,
  steps: [],
  otherwise: 'empty',
  required: false,
  writeBack: false,
});

const required = (field: string, path: string): Mapping => ({ ...from(field, attribute(path)), required: true });

const MINIMUM: readonly Mapping[] = [
  required('username', 'userName'),
  required('givenName', 'name.givenName'),
  required('familyName', 'name.familyName'),
  required('email', 'emails.value'),
  // Whoever is not said to be inactive is active.
  { ...from('active', attribute('active')), otherwise: { value: true } },
];

/** What every identity provider sends: userName, names, e-mail, active. */
export const minimumMappingSet: MappingSet = { fields: [], mappings: MINIMUM };

/** Every standard field, from the attributes of RFC 7643, the enterprise extension and Looop's own. */
export const fullMappingSet: MappingSet = {
  fields: [],
  mappings: [
    ...MINIMUM,
    from('displayName', attribute('displayName'), {
      join: [{ attribute: 'name.givenName' }, { attribute: 'name.familyName' }],
      separator: ' ',
    }),
    ...['title', 'locale', 'timezone'].map((name) => from(name, attribute(name))),
    from('department', looop('department'), enterprise('department')),
    ...['area', 'location', 'position'].map((name) => from(name, looop(name))),
    ...['1', '2', '3'].map((number) => from(`custom${number}`, looop(`custom_${number}`))),
    ...['employeeNumber', 'costCenter', 'division', 'organization'].map((name) => from(name, enterprise(name))),
    from('manager', enterprise('manager.value')),
  ],
};

/** The default sets by name. */
export const DEFAULT_MAPPING_SETS = { minimum: minimumMappingSet, full: fullMappingSet } as const;
