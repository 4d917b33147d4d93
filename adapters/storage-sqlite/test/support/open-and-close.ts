// A program of its own: opens a file, with a backup before an upgrade, prints what it is told as soon as it is told, and closes.
// Argument: path.
import { writeSync } from 'node:fs';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openSqliteStorage } from '../../src/index.ts';
import { run } from './run-effect.ts';

const [path = ''] = process.argv.slice(2);
const onNotice = ({ message }: { readonly message: string }): void => void writeSync(1, `${message}\n`);
const storage = await run(openSqliteStorage({ path, registry: standardRegistry, upgradeBackups: 3, onNotice }));
await run(storage.close());
