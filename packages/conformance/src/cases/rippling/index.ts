// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './RIP-1-group-then-members.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'RIP-1-group-then-members.json': file1,
};
