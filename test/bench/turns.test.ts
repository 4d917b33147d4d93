// What the bench says of the turns of a server's event loop must be true.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LONG_TURN_MS, readTurns } from './turns.ts';

const BLOCK_MS = 200;
/** Says that it is there, and holds its event loop up whenever it is written to. */
const PROGRAM = `
  process.stdin.on('data', () => {
    const end = performance.now() + ${BLOCK_MS};
    while (performance.now() < end);
    process.stdout.write('blocked');
  });
  process.stdout.write('ready');
`;

it('counts the turns that took long, from one reading to the next', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'looop-scim-turns-'));
  const file = join(directory, 'turns.json');
  const monitor = new URL('turn-monitor.ts', import.meta.url).href;
  const child = spawn(process.execPath, [`--import=${monitor}`, '--input-type=module', '--eval', PROGRAM], {
    env: { TURNS_FILE: file },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    const { pid } = child;
    if (pid === undefined) throw new Error('no process');
    await readTurns(pid, file);
    child.stdin.write('block');
    await once(child.stdout, 'data');
    const turns = await readTurns(pid, file);
    expect(turns.long).toBeGreaterThanOrEqual(1);
    expect(turns.longestMs).toBeGreaterThan(LONG_TURN_MS);
  } finally {
    child.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
});
