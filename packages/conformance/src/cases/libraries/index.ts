// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './LIB-1-locations-are-absolute.json' with { type: 'json' };
import file2 from './LIB-2-chunked-bodies.json' with { type: 'json' };
import file3 from './LIB-4-list-has-nothing-else.json' with { type: 'json' };
import file4 from './LIB-5-content-type-of-204.json' with { type: 'json' };
import file5 from './LIB-6-exact-statuses.json' with { type: 'json' };
import file6 from './LIB-7-pages-move-on.json' with { type: 'json' };
import file7 from './LIB-8-capitals-and-lists.json' with { type: 'json' };
import file8 from './LIB-9-bulk-answers.json' with { type: 'json' };
import file9 from './LIB-10-schemas-always.json' with { type: 'json' };
import file10 from './LIB-11-bearer-and-challenge.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'LIB-1-locations-are-absolute.json': file1,
  'LIB-2-chunked-bodies.json': file2,
  'LIB-4-list-has-nothing-else.json': file3,
  'LIB-5-content-type-of-204.json': file4,
  'LIB-6-exact-statuses.json': file5,
  'LIB-7-pages-move-on.json': file6,
  'LIB-8-capitals-and-lists.json': file7,
  'LIB-9-bulk-answers.json': file8,
  'LIB-10-schemas-always.json': file9,
  'LIB-11-bearer-and-challenge.json': file10,
};
