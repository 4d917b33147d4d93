// The check of citations notices an id that is not on record, and a section that is not in the RFC.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../scripts/citations.ts');

/** Runs the check over one file with this text; its exit status and what it says is wrong. */
const check = async (text: string): Promise<{ readonly code: number; readonly stderr: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'citations-'));
  try {
    const file = join(folder, 'text.md');
    await writeFile(file, text);
    return await promisify(execFile)(process.execPath, [SCRIPT, file]).then(
      ({ stderr }) => ({ code: 0, stderr }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};

it('accepts what exists', async () => {
  expect(await check('OKTA-33, guard 9, RFC 7644 section 3.5.2')).toEqual({ code: 0, stderr: '' });
});

it.each([
  ['OKTA-70', 'OKTA-70 is not on record'],
  ['guards 30 and 31', 'guard 31 is not on record'],
  ['RFC 7644 section 3.99', 'RFC 7644 has no section 3.99'],
])('refuses %s', async (text, fault) => {
  const { code, stderr } = await check(`first line\n${text}\n`);
  expect(code).toBe(1);
  expect(stderr).toContain(`:2: ${fault}`);
});
