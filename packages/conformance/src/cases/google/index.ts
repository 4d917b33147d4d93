// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './GOOG-1-mixed-schemas.json' with { type: 'json' };
import file2 from './GOOG-2-lists.json' with { type: 'json' };
import file3 from './GOOG-3-suspension-and-deletion.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'GOOG-1-mixed-schemas.json': file1,
  'GOOG-2-lists.json': file2,
  'GOOG-3-suspension-and-deletion.json': file3,
};
