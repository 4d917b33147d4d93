// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './OTHER-1-members-as-json-text.json' with { type: 'json' };
import file2 from './OTHER-2-members-that-cannot-be-read.json' with { type: 'json' };
import file3 from './OTHER-3-lists-and-objects-as-json-text.json' with { type: 'json' };
import file4 from './OTHER-4-value-without-path-as-json-text.json' with { type: 'json' };
import file5 from './OTHER-5-filter-on-single-value.json' with { type: 'json' };
import file6 from './OTHER-6-bare-extension-names.json' with { type: 'json' };
import file7 from './OTHER-7-no-operations.json' with { type: 'json' };
import file8 from './OTHER-8-attribute-named-in-value.json' with { type: 'json' };
import file9 from './OTHER-9-unknown-path-among-others.json' with { type: 'json' };
import file10 from './OTHER-10-label-without-value.json' with { type: 'json' };
import file11 from './OTHER-11-urns-as-keys.json' with { type: 'json' };
import file12 from './OTHER-12-manager-changes.json' with { type: 'json' };
import file13 from './OTHER-13-filters-in-attributes.json' with { type: 'json' };
import file14 from './OTHER-14-wrong-endpoints.json' with { type: 'json' };
import file15 from './OTHER-15-wrong-names.json' with { type: 'json' };
import file16 from './OTHER-16-other-servers-suites.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'OTHER-1-members-as-json-text.json': file1,
  'OTHER-2-members-that-cannot-be-read.json': file2,
  'OTHER-3-lists-and-objects-as-json-text.json': file3,
  'OTHER-4-value-without-path-as-json-text.json': file4,
  'OTHER-5-filter-on-single-value.json': file5,
  'OTHER-6-bare-extension-names.json': file6,
  'OTHER-7-no-operations.json': file7,
  'OTHER-8-attribute-named-in-value.json': file8,
  'OTHER-9-unknown-path-among-others.json': file9,
  'OTHER-10-label-without-value.json': file10,
  'OTHER-11-urns-as-keys.json': file11,
  'OTHER-12-manager-changes.json': file12,
  'OTHER-13-filters-in-attributes.json': file13,
  'OTHER-14-wrong-endpoints.json': file14,
  'OTHER-15-wrong-names.json': file15,
  'OTHER-16-other-servers-suites.json': file16,
};
