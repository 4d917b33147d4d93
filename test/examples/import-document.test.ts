// docs/import.md: the files in it are imported as an operator would, and make what the document says.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { columnFaultText, MAX_COLUMNS } from '@looop-scim/provisioning/directory';
import * as Result from 'effect/Result';
import { beforeAll, describe, expect, it } from 'vitest';
import { GROUPS, openDirectory, said, stateOf, type Row } from '../import/directory.ts';
import { run } from '../support/run/run-effect.ts';
import { openMemory } from '../support/storage/open-stores.ts';

/** The blocks of a kind, in order. */
const blocks = (text: string, kind: string): readonly string[] =>
  text
    .split('\n```')
    .filter((block) => block.startsWith(`${kind}\n`))
    .map((block) => block.slice(kind.length + 1));

const jsonRows = (block: string): readonly Row[] =>
  block
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Rows of the simple CSV that the document has: quotes around whole cells alone. */
const csvRows = (block: string): readonly Row[] => {
  const cells = (line: string): readonly string[] => {
    const found: string[] = [''];
    let isQuoted = false;
    for (const character of line) {
      if (character === '"') isQuoted = !isQuoted;
      else if (character === ',' && !isQuoted) found.push('');
      else found.push((found.pop() ?? '') + character);
    }
    return found;
  };
  const [header = '', ...lines] = block.split('\n').filter((line) => line !== '');
  const names = cells(header);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index] ?? '', cell] as const)));
};

describe('docs/import.md', () => {
  let text = '';
  beforeAll(async () => {
    text = await readFile(join(import.meta.dirname, '../../docs/import.md'), 'utf8');
  });

  it('has files that make what it says', async () => {
    const { storage, close } = await openMemory();
    try {
      const directory = await openDirectory(storage);
      const [people = '', members = ''] = blocks(text, 'csv');
      const [changes = '', groups = ''] = blocks(text, 'jsonl');
      expect((await directory.take(csvRows(people))).map(({ kind }) => kind)).toEqual(['created', 'created']);
      expect((await directory.take(jsonRows(changes))).map(({ kind }) => kind)).toEqual(['changed', 'created']);
      const preview = await run(directory.mappings.preview({ subject: { user: 'ana@acme.example' } }));
      expect(preview.profile).toEqual(JSON.parse(blocks(text, 'json')[0] ?? ''));
      const outcomes = await directory.take(csvRows(members), GROUPS);
      expect(outcomes.map(said)).toEqual(['created Sales', 'changed Sales', 'created Support']);
      expect((await directory.take(jsonRows(groups), GROUPS)).map(said)).toEqual(['changed Sales']);
      expect(await stateOf(directory)).toMatchObject({
        groups: [
          { displayName: 'Sales', members: ['ana@acme.example', 'eve@acme.example'] },
          { displayName: 'Support' },
        ],
      });
    } finally {
      await close();
    }
  });

  it('refuses columns as it says', async () => {
    const { storage, close } = await openMemory();
    try {
      const importing = await (await openDirectory(storage)).begin();
      const checked = importing.checkColumns(['username', 'Departmnt', 'password', 'emails']);
      const faults = Result.isFailure(checked) ? checked.failure.faults.map(columnFaultText) : [];
      expect(faults).toHaveLength(3);
      for (const fault of faults) expect(text).toContain(`  ${fault}\n`);
      expect(text).toContain(`at most ${MAX_COLUMNS} columns`);
    } finally {
      await close();
    }
  });
});
