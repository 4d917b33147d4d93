// Extensions of User: Enterprise User (RFC 7643 section 4.3) and the attributes of the learning platform.
import { attribute } from './characteristics.ts';
import type { SchemaDefinition } from './schema-definition.ts';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA } from './urns.ts';

const simple = (name: string, description: string) => attribute({ name, description });

/**
 * Enterprise User. Erratum 8472: manager.value is case-exact. manager.displayName is readWrite here, against section 4.3:
 * identity providers send names of managers who are no users of the organisation, and nobody else could fill it in.
 */
export const enterpriseUserSchema: SchemaDefinition = {
  id: ENTERPRISE_USER_SCHEMA,
  name: 'EnterpriseUser',
  description: 'Enterprise User.',
  attributes: [
    simple('employeeNumber', 'Identifier of the user within the organisation.'),
    simple('costCenter', 'Cost center.'),
    simple('organization', 'Organization.'),
    simple('division', 'Division.'),
    simple('department', 'Department.'),
    attribute({
      name: 'manager',
      type: 'complex',
      description: "The user's manager; need not be a user of the organisation.",
      subAttributes: [
        { name: 'value', caseExact: true, description: 'Id of the manager, or what the identity provider knows.' },
        {
          name: '$ref',
          type: 'reference',
          caseExact: true,
          referenceTypes: ['User'],
          description: 'URI of the manager.',
        },
        { name: 'displayName', description: 'Name of the manager.' },
      ],
    }),
  ],
};

/** Looop's own extension: seven simple strings. Its `department` is another attribute than that of Enterprise User. */
export const looopUserSchema: SchemaDefinition = {
  id: LOOOP_USER_SCHEMA,
  name: 'LooopUser',
  description: 'Attributes of the learning platform.',
  attributes: [
    simple('area', 'Area.'),
    simple('department', 'Department, as the learning platform groups people.'),
    simple('location', 'Location.'),
    simple('position', 'Position.'),
    simple('custom_1', 'First custom attribute.'),
    simple('custom_2', 'Second custom attribute.'),
    simple('custom_3', 'Third custom attribute.'),
  ],
};
