// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './OL-1-url-tails.json' with { type: 'json' };
import file2 from './OL-2-version-1-urns.json' with { type: 'json' };
import file3 from './OL-3-verbs.json' with { type: 'json' };
import file4 from './OL-4-enabling.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'OL-1-url-tails.json': file1,
  'OL-2-version-1-urns.json': file2,
  'OL-3-verbs.json': file3,
  'OL-4-enabling.json': file4,
};
