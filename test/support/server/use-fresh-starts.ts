// Servers for suites that end and start them.
import { afterAll } from 'vitest';
import { makeToken, startServer, type RunningServer } from './server-process.ts';
import type { OwnPlace, ServerStore } from './server-store.ts';

/** Starts servers on new places, which go when the suite ends. */
export const useFreshStarts = ({ makePlace }: ServerStore): (() => Promise<RunningServer>) => {
  const places: OwnPlace[] = [];
  afterAll(async () => {
    for (const place of places) await place.remove();
  });
  return async () => {
    const place = await makePlace();
    places.push(place);
    return await startServer({ ...place, token: makeToken() });
  };
};
