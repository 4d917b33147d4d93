// A program of its own: brings the users of a file up to changed attributes, one a step, and prints after each step. Argument: path.
import { writeSync } from 'node:fs';
import { CHANGED, openStorage, REFRESH, withSchema } from './directory.ts';
import { run } from './run-effect.ts';

const storage = await openStorage(process.argv[2] ?? '');
const resources = withSchema(storage, CHANGED);
for (let step = 1; (await run(resources.refresh({ ...REFRESH, limit: 1 }))) > 0; step += 1) writeSync(1, `${step}\n`);
await run(storage.close());
