// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './SP-1-single-member-patches.json' with { type: 'json' };
import file2 from './SP-2-no-dangling-members.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'SP-1-single-member-patches.json': file1,
  'SP-2-no-dangling-members.json': file2,
};
