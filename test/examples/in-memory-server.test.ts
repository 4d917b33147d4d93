// The example of a server on the core alone, held against what identity providers send.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCases, describeFailure, runCase, textAt, type ConformanceCase } from '@looop-scim/conformance';
import { makeScimClient, nodeTransport } from '../support/client/scim-client.ts';

const PROGRAM = join(import.meta.dirname, '../../examples/in-memory-server.ts');

/** What the example serves: users, without PUT. */
const isServed = ({ given, steps }: ConformanceCase): boolean =>
  given.groups === undefined &&
  steps.every(({ request }) => request.method !== 'PUT' && /^\/Users(?:[/?]|$)/u.test(request.path));

/** About tokens, which the example does not have. */
const NOT_SHOWN = new Set(['OKTA-4', 'OKTA-5']);

describe('examples/in-memory-server.ts', () => {
  let child: ChildProcess | undefined;
  let target = { baseUrl: '', token: 'any', transport: nodeTransport };

  beforeAll(async () => {
    child = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout === null) throw new Error('the example has no output');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { port } = JSON.parse(line) as { readonly port: number };
    target = { ...target, baseUrl: `http://127.0.0.1:${port}/scim/v2` };
  });
  afterAll(async () => {
    if (child?.kill()) await once(child, 'exit');
  });

  it('is shorter than 80 lines', async () => {
    expect((await readFile(PROGRAM, 'utf8')).trimEnd().split('\n').length).toBeLessThan(80);
  });

  it('accepts a password, and neither keeps nor shows it', async () => {
    const scim = makeScimClient(target);
    const created = await scim.post('/Users', { userName: 'eva', password: 'Very-Secret-1' });
    const place = `/Users/${textAt(created.body, '/id')}`;
    await scim.patch(place, { op: 'replace', path: 'password', value: 'Very-Secret-2' });
    const read = await scim.get(place);
    expect(created.text + read.text).not.toContain('Very-Secret');
    expect((await scim.get('/Users', { filter: 'password pr' })).status).toBe(400);
    expect((await scim.delete(place)).status).toBe(204);
  });

  const { profile, cases } = allCases.find(({ client }) => client === 'okta') ?? { profile: undefined, cases: [] };
  it.each(cases.filter((one) => isServed(one) && !NOT_SHOWN.has(one.id)).map((one) => [one.file, one] as const))(
    '%s',
    async (_file, one) => {
      if (profile === undefined) throw new Error('Okta has no profile');
      const failure = await runCase(one, profile, target);
      expect(failure === undefined ? '' : describeFailure(failure)).toBe('');
    },
  );
});
