// docs/configuration.md names every variable that is read, and no other.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VARIABLES } from '../src/settings/environment.ts';

it('docs/configuration.md has one row for each variable', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.map((row) => row.split('`')[1]).toSorted()).toEqual([...VARIABLES].toSorted());
});
