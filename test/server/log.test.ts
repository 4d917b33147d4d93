// What a request may write to the log: one line, of a length that does not follow from the request.
import { expect, it } from 'vitest';
import { useServer } from '../support/server/use-server.ts';

const LONGEST_LINE = 1000;

const { client, server } = useServer();

it('a path of a hundred thousand characters is cut in the log, and where it was cut is to be seen', async () => {
  expect((await client().get(`/${'a/'.repeat(50_000)}`)).status).toBe(404);
  expect((await client().get('/Users/0190aaaa')).status).toBe(404);
  // The last request is in the log, so that the one before it is.
  await expect.poll(() => server().output().stdout).toContain('"path":"/scim/v2/Users/0190aaaa"');
  const lines = server().output().stdout.split('\n');
  expect(lines.filter((line) => line.includes('/a/a/a') && line.includes('...'))).toHaveLength(1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(LONGEST_LINE);
});
