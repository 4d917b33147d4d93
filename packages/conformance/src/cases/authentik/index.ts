// Written by the script docs.
import file0 from './AK-1-configuration-first.json' with { type: 'json' };
import file1 from './AK-2-id-in-value.json' with { type: 'json' };
import file2 from './AK-3-member-paths.json' with { type: 'json' };
import file3 from './AK-4-members-in-lists.json' with { type: 'json' };
import file4 from './client.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'AK-1-configuration-first.json': file0,
  'AK-2-id-in-value.json': file1,
  'AK-3-member-paths.json': file2,
  'AK-4-members-in-lists.json': file3,
  'client.json': file4,
};
