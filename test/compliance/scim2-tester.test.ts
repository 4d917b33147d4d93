// scim2-tester, a compliance check that others wrote, against the running server on every storage.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServers, type RunningTestServer } from '../support/server/test-servers.ts';
import { complianceCheck, hasPython, installTester } from './scim2-tester.ts';

/** How many checks succeeded when this was written; a run with fewer has lost some. */
const FEWEST_SUCCESSES = 160;

interface CheckResult {
  readonly status: string;
  readonly check: string;
  readonly reason: string;
}

const HEADING = /^(SUCCESS|ERROR|CRITICAL|SKIPPED|COMPLIANT|DEVIATION|ACCEPTABLE) (\S+)$/u;

/** The results in what it prints: a line with status and check, then the reason. */
const resultsIn = (output: string): readonly CheckResult[] => {
  const results: CheckResult[] = [];
  for (const line of output.split('\n')) {
    const [, status, check] = HEADING.exec(line) ?? [];
    const last = results.at(-1);
    if (status !== undefined && check !== undefined) results.push({ status, check, reason: '' });
    else if (last !== undefined) results[results.length - 1] = { ...last, reason: `${last.reason}${line.trim()}\n` };
  }
  return results;
};

const found = await hasPython();
if (!found) console.warn('Left out: the checks of scim2-tester. They need Python 3.10 or later with venv.');

// In CI a machine without Python is a failure, not a reason to leave the suite out.
describe.skipIf(!found && process.env['CI'] !== 'true')('scim2-tester', () => {
  let home = '';
  beforeAll(async () => {
    home = await installTester();
  });

  for (const testServer of testServers) {
    describe(`on ${testServer.name}`, () => {
      let running: RunningTestServer | undefined;
      beforeAll(async () => {
        running = await testServer.start();
      });
      afterAll(() => running?.stop());

      it('finds every check a success', async () => {
        if (running === undefined) throw new Error('the server has not started');
        const { baseUrl, token } = await running.newOrganisation();
        const results = resultsIn(await complianceCheck(home, baseUrl, token));
        const successes = results.filter(({ status }) => status === 'SUCCESS');
        console.log(`scim2-tester on ${testServer.name}: ${successes.length} of ${results.length} checks a success`);
        expect(results.filter((result) => !successes.includes(result))).toEqual([]);
        expect(successes.length).toBeGreaterThanOrEqual(FEWEST_SUCCESSES);
      });
    });
  }
});
