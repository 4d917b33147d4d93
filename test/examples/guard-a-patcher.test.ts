// The example that holds a PATCH library of others against the laws: what it prints is what the library does.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../examples/guard-a-patcher.ts');

describe('examples/guard-a-patcher.ts', () => {
  it('prints which laws hold, and which are broken with a case', { timeout: 60_000 }, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM], { maxBuffer: 8_388_608 });
    const lines = stdout.trimEnd().split('\n');
    const named = (word: string): readonly string[] => lines.filter((line) => line.startsWith(`${word}: `));
    expect(named('holds').length).toBeGreaterThanOrEqual(3);
    expect(named('holds').join('\n')).toContain('add, remove and replace are idempotent');
    expect(named('BROKEN').join('\n')).toContain('a path to what is readOnly is refused');
    expect(lines.filter((line) => line.startsWith('Counterexample: '))).toHaveLength(named('BROKEN').length);
    expect(lines.at(-1)).toBe(`${named('BROKEN').length} of 17 laws are broken`);
  });
});
