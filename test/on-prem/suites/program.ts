// The program of the archive where there is nothing else: set up, served over TLS, backed up while clients write, restored elsewhere.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { prepareSpecTest, runSpecTest } from '../../support/client/okta-spec-test.ts';
import { makeScimClient, transportTrusting, type ScimClient } from '../../support/client/scim-client.ts';
import { run, serve, type Archive } from '../support/archive.ts';
import { setUp } from '../support/set-up.ts';

const WRITERS = 16;
const BEFORE = 100;

/** Everything that clients see of users and groups, in order. */
const seenBy = async (client: ScimClient): Promise<ReadonlyMap<string, string>> => {
  const seen = new Map<string, string>();
  for (const path of ['/Users', '/Groups']) {
    for (let start = 1; ; start += 1000) {
      const { body } = await client.get(`${path}?count=1000&startIndex=${start}`);
      const { Resources: page = [] } = body as { readonly Resources?: readonly { readonly id: string }[] };
      for (const resource of page) seen.set(resource.id, JSON.stringify(resource));
      if (page.length < 1000) break;
    }
  }
  return seen;
};

/** Registers the suite. */
export const programSuite = (archive: Archive): void => {
  describe('the program, where there is nothing else', () => {
    it("is set up, passes Okta's SPEC test over TLS, and a backup made while 16 clients write is served elsewhere", async () => {
      const { command, data, tls, cert, token } = await setUp(archive, 'program');
      const elsewhere = join(archive.directory(), 'elsewhere');
      const clientOf = (baseUrl: string) => makeScimClient({ baseUrl, token, transport: transportTrusting(cert) });
      const server = await serve(command, '--data', data);
      onTestFinished(async () => void (await server.stop()));
      expect(server.baseUrl).toMatch(/^https:/u);
      const client = clientOf(server.baseUrl);
      await prepareSpecTest(client);
      await runSpecTest(client, 1);

      const acknowledged = new Set<string>();
      const stopping = new AbortController();
      const write = async (writer: number): Promise<void> => {
        for (let number = 0; !stopping.signal.aborted; number += 1) {
          const { status, body } = await client.post('/Users', { userName: `w${writer}-${number}@acme.example` });
          expect(status).toBe(201);
          acknowledged.add((body as { readonly id: string }).id);
        }
      };
      const writers = Promise.all(Array.from({ length: WRITERS }, (_none, writer) => write(writer)));
      await expect.poll(() => acknowledged.size, { timeout: 120_000 }).toBeGreaterThan(BEFORE);
      const before = [...acknowledged];
      const backup = join(archive.directory(), 'backup.sqlite');
      const made = await run(command, 'backup', '--data', data, backup);
      const during = acknowledged.size - before.length;
      stopping.abort();
      await writers;
      expect([made.code, during > 0]).toEqual([0, true]);
      const all = await seenBy(client);
      expect((await server.stop()).code).toBe(0);

      expect(await run(command, 'restore', '--data', elsewhere, backup)).toMatchObject({ code: 0 });
      const other = await serve(command, '--data', elsewhere, ...tls);
      onTestFinished(async () => void (await other.stop()));
      const restored = await seenBy(clientOf(other.baseUrl));
      const port = (text: string | undefined, baseUrl: string): string | undefined => text?.replaceAll(baseUrl, 'BASE');
      expect(before.filter((id) => !restored.has(id))).toEqual([]);
      for (const [id, resource] of restored) {
        expect(port(resource, other.baseUrl)).toBe(port(all.get(id), server.baseUrl));
      }
      expect(restored.size).toBeLessThanOrEqual(all.size);
      expect((await other.stop()).code).toBe(0);
    });
  });
};
