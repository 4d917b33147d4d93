// Servers with one fault each: okta-day must name the behaviour of Okta that the fault offends.
import { describe, expect, it } from 'vitest';
import { errorFaults } from './faults/errors.ts';
import { groupFaults } from './faults/groups.ts';
import { listFaults } from './faults/lists.ts';
import { userFaults } from './faults/users.ts';
import { answering } from './support/faulty-answers.ts';
import { playWith } from './support/play.ts';
import { refusal } from './support/small-directory.ts';

/** With these nothing can be deleted: ids are not those that were given out, or DELETE does nothing. */
const uncleanable = [
  'a deleted group is still readable',
  'the id holds bulkId',
  'writes are redirected',
  'reactivation makes a new user',
];
const cleanable = [...listFaults, ...userFaults, ...groupFaults, ...errorFaults].filter(
  ({ fault }) => !uncleanable.includes(fault),
);

describe.each([
  ['lists', listFaults],
  ['users', userFaults],
  ['groups', groupFaults],
  ['errors', errorFaults],
])('faults in %s', (_title, cases) => {
  it.each(cases)('$fault: found as $okta', async ({ okta, alter, options }) => {
    const { failed, output, ending } = await playWith(alter, options);
    expect(ending).toEqual({ kind: 'played' });
    expect(failed).toBeGreaterThan(0);
    const told = output.split('\n').filter((line) => line.includes('Okta needs') && line.endsWith(`(${okta})`));
    expect(told, output).not.toEqual([]);
    expect(output).toContain('not what Okta needs.');
  });
});

describe('what a fault leaves behind', () => {
  it.each(cleanable)('$fault: the directory is as it was', async ({ alter, options }) => {
    const { server } = await playWith(alter, options);
    expect([server.directory.users.size, server.directory.groups.size]).toEqual([options?.existing ?? 0, 0]);
  });

  it('says so when the server does not delete', async () => {
    const { server, output } = await playWith(
      answering(
        ({ method }) => method === 'DELETE',
        () => refusal(405, 'no DELETE'),
      ),
      { apps: ['aiw'] },
    );
    expect(output).toContain('Left behind, please delete by hand:');
    expect([...server.directory.users.keys()].every((id) => output.includes(`/Users/${id}`))).toBe(true);
    expect(server.directory.users.size).toBe(3);
  });
});
