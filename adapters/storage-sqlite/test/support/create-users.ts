// A program of its own: creates users in a file, a few at a time, and prints the number of each as soon as it is acknowledged.
// Arguments: path, first number, how many.
import { writeSync } from 'node:fs';
import { acmeOf, createUser, openStorage } from './directory.ts';
import { run } from './run-effect.ts';

const [path = '', first = '1', count = '1'] = process.argv.slice(2);
const AT_ONCE = 8;

const storage = await openStorage(path);
const resources = acmeOf(storage);
const end = Number(first) + Number(count);
let next = Number(first);

const work = async (): Promise<void> => {
  while (next < end) {
    const number = next;
    next += 1;
    await run(createUser(resources, number));
    // At once and in one piece, so that what is printed was acknowledged before the program is killed.
    writeSync(1, `${number}\n`);
  }
};

await Promise.all(Array.from({ length: AT_ONCE }, work));
await run(storage.close());
