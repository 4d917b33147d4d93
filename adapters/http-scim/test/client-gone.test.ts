// A client that goes away before it is answered: what only reads for it is given up, and is no failure of the server.
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

/** A server whose reads never end; it tells when one begins and when one is given up. */
const serveEndlessReads = async () => {
  const begun = Promise.withResolvers<undefined>();
  const givenUp = Promise.withResolvers<undefined>();
  const endless = Effect.andThen(
    Effect.sync(() => begun.resolve(undefined)),
    Effect.onInterrupt(Effect.never, () => Effect.sync(() => givenUp.resolve(undefined))),
  );
  const built = await buildInProcess({
    wrapStorage: (storage) => ({
      ...storage,
      resources: { ...storage.resources, read: () => endless, list: () => endless },
    }),
  });
  await built.server.listen({ host: '127.0.0.1', port: 0 });
  return { ...built, begun: begun.promise, givenUp: givenUp.promise };
};

const search = JSON.stringify({ filter: 'title co "x"' });

describe('a read whose client goes away', () => {
  it.each([
    ['a list', 'GET /scim/v2/Users?filter=title%20co%20%22x%22 HTTP/1.1', ''],
    ['a list of all types', 'GET /scim/v2/?filter=title%20co%20%22x%22 HTTP/1.1', ''],
    ['a search', 'POST /scim/v2/Users/.search HTTP/1.1', search],
    ['a search of all types', 'POST /scim/v2/.search HTTP/1.1', search],
    ['one resource', 'GET /scim/v2/Users/1 HTTP/1.1', ''],
  ])('is given up and logged as no failure: %s', async (_title, start, body) => {
    const { server, log, begun, givenUp } = await serveEndlessReads();
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const head = ['host: x', 'content-type: application/scim+json', `content-length: ${body.length}`];
    socket.write([start, ...head, '', body].join('\r\n'));
    await begun;
    socket.destroy();
    await givenUp;
    await server.close();
    expect(log()).toContain('request aborted by its client');
    expect(log()).not.toContain('"level":50');
  });
});
