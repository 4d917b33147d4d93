// The id by which a request is found in log and activity is the server's: a client cannot choose it.
import { Effect } from 'effect';
import { expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer } from '../src/composition/compose-server.ts';
import { buildServer } from '../src/http/server.ts';

const FORGED = '11111111-2222-4333-8444-555555555555';

it('two requests have two ids, and none is the one that the client sent', async () => {
  const storage = await Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));
  const composed = composeServer({ storage, installationSecret: 'secret', baseUrl: () => 'https://looop.example' });
  const acme = await Effect.runPromise(composed.administration.addOrganisation('acme'));
  const { secret } = await Effect.runPromise(composed.administration.issueToken('acme'));
  const connections = { stalledMs: 30_000, maxUnreadBytes: 1_048_576 };
  const { server } = buildServer({ composed, storage, logLevel: 'silent', connections });
  const names = ['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-trace-id', 'traceparent'];
  for (const userName of ['ana', 'ion']) {
    const answer = await server.inject({
      method: 'POST',
      url: '/scim/v2/Users',
      headers: { authorization: `Bearer ${secret}`, ...Object.fromEntries(names.map((name) => [name, FORGED])) },
      payload: { userName },
    });
    expect(answer.statusCode).toBe(201);
  }
  const { activity } = storage.forOrganisation(acme.id);
  const records = await Effect.runPromise(activity.page({ limit: 10 }));
  const ids = records.map(({ record }) => record.caller.requestId);
  expect(new Set([...ids, FORGED]).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
  await server.close();
});
