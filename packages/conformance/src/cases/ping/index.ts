// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './PING-1-capital-operator.json' with { type: 'json' };
import file2 from './PING-2-distinguished-names.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'PING-1-capital-operator.json': file1,
  'PING-2-distinguished-names.json': file2,
};
