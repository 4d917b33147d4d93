import { describe, expect, it } from 'vitest';
import { playAgainst, playWith } from './support/play.ts';
import { openSmallServer, token } from './support/small-server.ts';

describe('a day against a server that does what Okta needs', () => {
  it('finds nothing wrong, for both kinds of app', async () => {
    const { ending, failed, output } = await playWith(undefined);
    expect(output).not.toContain('✗');
    expect({ ending, failed }).toEqual({ ending: { kind: 'played' }, failed: 0 });
    expect(output).toContain('Every answer is what Okta needs.');
  });

  it('leaves nothing behind, and says what it deleted', async () => {
    const { server, output } = await playWith(undefined);
    expect([server.directory.users.size, server.directory.groups.size]).toEqual([0, 0]);
    expect(output).toContain('Cleaned up: 6 users and 0 groups of this run were deleted.');
  });

  it('uses PATCH for OIN only, and PUT of groups for AIW only', async () => {
    const oin = await playWith(undefined, { apps: ['oin'] });
    const aiw = await playWith(undefined, { apps: ['aiw'] });
    const lines = (played: typeof oin): readonly string[] => played.server.log.map(({ line }) => line);
    expect(lines(oin).some((line) => line.startsWith('PATCH /scim/v2/Groups'))).toBe(true);
    expect(lines(oin).some((line) => line.startsWith('PUT /scim/v2/Groups'))).toBe(false);
    expect(lines(aiw).some((line) => line.startsWith('PATCH'))).toBe(false);
    expect(lines(aiw).some((line) => line.startsWith('PUT /scim/v2/Groups'))).toBe(true);
  });

  it('sends the headers of Okta, and a content type only with a body', async () => {
    const { server } = await playWith(undefined, { apps: ['aiw'] });
    const sent = server.log.filter(({ line }) => line.includes('/scim/v2/Users'));
    for (const { line, headers } of sent) {
      expect(headers['accept']).toBe('application/scim+json');
      expect(headers['user-agent']).toBe('Okta SCIM Client 1.0.0');
      const hasBody = line.startsWith('POST') || line.startsWith('PUT') || line.startsWith('PATCH');
      expect(headers['content-type']).toBe(hasBody ? 'application/scim+json; charset=utf-8' : undefined);
    }
    expect(sent[0]?.line).toBe('GET /scim/v2/Users?startIndex=1&count=2');
  });

  it('leaves alone what was there before, over several pages of it', async () => {
    const server = await openSmallServer();
    for (let number = 0; number < 250; number += 1) {
      server.directory.users.set(`old-${number}`, {
        id: `old-${number}`,
        userName: `old.${number}@acme.example`,
        active: number % 2 === 0,
      });
    }
    server.directory.groups.set('old-group', {
      id: 'old-group',
      displayName: 'Old group',
      members: [{ value: 'old-1' }],
    });
    const before = JSON.stringify([[...server.directory.users], [...server.directory.groups]]);
    const { failed, output } = await playAgainst(server.baseUrl);
    await server.close();
    expect(output).not.toContain('✗');
    expect(failed).toBe(0);
    expect(output).toContain('and 2 more pages');
    expect(JSON.stringify([[...server.directory.users], [...server.directory.groups]])).toBe(before);
  });

  it('can be played several times at once on one directory', async () => {
    const server = await openSmallServer();
    const days = await Promise.all([1, 2, 3, 4].map(() => playAgainst(server.baseUrl)));
    await server.close();
    expect(days.map(({ failed }) => failed)).toEqual([0, 0, 0, 0]);
    expect([server.directory.users.size, server.directory.groups.size]).toEqual([0, 0]);
  });

  it('never prints the token, not even when the server repeats it', async () => {
    const { output } = await playWith(
      (asked, answer) => (asked.id === undefined ? answer() : { status: 400, body: { detail: `no: Bearer ${token}` } }),
      { verbose: true, curl: true },
    );
    expect(output).toContain('no: Bearer (the token)');
    expect(output).not.toContain(token);
  });
});
