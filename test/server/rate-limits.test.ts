// The rate limit of a token holds for all processes on a storage together.
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeScimClient } from '../support/client/scim-client.ts';
import { makeToken, startServer } from '../support/server/server-process.ts';
import { onEveryStore } from '../support/server/server-store.ts';

/** Requests a second; five times as many may come at once. */
const LIMIT = 5;

onEveryStore('rate limits', (store) => {
  describe('a token that sends to two processes', { timeout: 60_000 }, () => {
    it('is refused by one that it hardly uses, when the other has let in what it may', async () => {
      const place = await store.makePlace();
      onTestFinished(() => place.remove());
      const token = makeToken();
      const start = async () => {
        const env = { ...place.env, LOOOP_SCIM_RATE_LIMIT: String(LIMIT) };
        const server = await startServer({ dataDirectory: place.dataDirectory, token, env });
        onTestFinished(async () => {
          await server.stop();
        });
        const client = makeScimClient({ baseUrl: server.baseUrl, token });
        return async () => (await client.get('/Users?count=0')).status;
      };
      const busy = await start();
      const quiet = await start();
      expect([await busy(), await quiet()]).toEqual([200, 200]);

      const over = new AbortController();
      const flood = Array.from({ length: 4 }, async () => {
        while (!over.signal.aborted) await busy();
      });
      // Half of what the limit brings back: this process alone would never refuse it.
      await expect.poll(quiet, { interval: 2000 / LIMIT, timeout: 50_000 }).toBe(429);
      over.abort();
      await Promise.all(flood);
    });
  });
});
