// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './JC-1-activation.json' with { type: 'json' };
import file2 from './JC-2-updates.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'JC-1-activation.json': file1,
  'JC-2-updates.json': file2,
};
