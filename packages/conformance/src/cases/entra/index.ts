// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './ENTRA-1-content-types.json' with { type: 'json' };
import file2 from './ENTRA-2-test-connection.json' with { type: 'json' };
import file3 from './ENTRA-3-url-oddities.json' with { type: 'json' };
import file4 from './ENTRA-4-case-everywhere.json' with { type: 'json' };
import file5 from './ENTRA-5-create-user.json' with { type: 'json' };
import file6 from './ENTRA-6-nulls-and-misplaced-keys.json' with { type: 'json' };
import file7 from './ENTRA-7-extension-not-in-schemas.json' with { type: 'json' };
import file8 from './ENTRA-8-matching-filters.json' with { type: 'json' };
import file9 from './ENTRA-9-case-of-names.json' with { type: 'json' };
import file10 from './ENTRA-10-inactive-is-found.json' with { type: 'json' };
import file11 from './ENTRA-11-delete.json' with { type: 'json' };
import file12 from './ENTRA-12-sequence.json' with { type: 'json' };
import file13 from './ENTRA-13-default-dialect.json' with { type: 'json' };
import file14 from './ENTRA-14-compliant-dialect.json' with { type: 'json' };
import file15 from './ENTRA-15-attribute-paths.json' with { type: 'json' };
import file16 from './ENTRA-16-no-match-creates.json' with { type: 'json' };
import file17 from './ENTRA-17-roles.json' with { type: 'json' };
import file18 from './ENTRA-18-add-on-single.json' with { type: 'json' };
import file19 from './ENTRA-19-one-bad-operation.json' with { type: 'json' };
import file20 from './ENTRA-20-envelope.json' with { type: 'json' };
import file21 from './ENTRA-21-manager.json' with { type: 'json' };
import file22 from './ENTRA-22-reads-without-members.json' with { type: 'json' };
import file23 from './ENTRA-23-create-and-rename-group.json' with { type: 'json' };
import file24 from './ENTRA-24-add-members.json' with { type: 'json' };
import file25 from './ENTRA-25-remove-members.json' with { type: 'json' };
import file26 from './ENTRA-26-replace-members.json' with { type: 'json' };
import file27 from './ENTRA-28-validator.json' with { type: 'json' };
import file28 from './ENTRA-29-newer-validator.json' with { type: 'json' };
import file29 from './ENTRA-30-discovery.json' with { type: 'json' };
import file30 from './ENTRA-31-errors.json' with { type: 'json' };
import file31 from './ENTRA-32-inbound.json' with { type: 'json' };
import file32 from './ENTRA-33-clearing.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'ENTRA-1-content-types.json': file1,
  'ENTRA-2-test-connection.json': file2,
  'ENTRA-3-url-oddities.json': file3,
  'ENTRA-4-case-everywhere.json': file4,
  'ENTRA-5-create-user.json': file5,
  'ENTRA-6-nulls-and-misplaced-keys.json': file6,
  'ENTRA-7-extension-not-in-schemas.json': file7,
  'ENTRA-8-matching-filters.json': file8,
  'ENTRA-9-case-of-names.json': file9,
  'ENTRA-10-inactive-is-found.json': file10,
  'ENTRA-11-delete.json': file11,
  'ENTRA-12-sequence.json': file12,
  'ENTRA-13-default-dialect.json': file13,
  'ENTRA-14-compliant-dialect.json': file14,
  'ENTRA-15-attribute-paths.json': file15,
  'ENTRA-16-no-match-creates.json': file16,
  'ENTRA-17-roles.json': file17,
  'ENTRA-18-add-on-single.json': file18,
  'ENTRA-19-one-bad-operation.json': file19,
  'ENTRA-20-envelope.json': file20,
  'ENTRA-21-manager.json': file21,
  'ENTRA-22-reads-without-members.json': file22,
  'ENTRA-23-create-and-rename-group.json': file23,
  'ENTRA-24-add-members.json': file24,
  'ENTRA-25-remove-members.json': file25,
  'ENTRA-26-replace-members.json': file26,
  'ENTRA-28-validator.json': file27,
  'ENTRA-29-newer-validator.json': file28,
  'ENTRA-30-discovery.json': file29,
  'ENTRA-31-errors.json': file30,
  'ENTRA-32-inbound.json': file31,
  'ENTRA-33-clearing.json': file32,
};
