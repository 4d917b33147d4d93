// Servers for suites that end and start them.
import { afterAll } from 'vitest';
import { makeToken, startServer, type Environment, type RunningServer } from './server-process.ts';
import type { OwnPlace, ServerStore } from './server-store.ts';

/** Starts servers on new places, which go when the suite ends. */
export const useFreshStarts = ({ makePlace }: ServerStore): ((env?: Environment) => Promise<RunningServer>) => {
  const places: OwnPlace[] = [];
  afterAll(async () => {
    for (const place of places) await place.remove();
  });
  return async (env = {}) => {
    const place = await makePlace();
    places.push(place);
    return await startServer({ ...place, env: { ...place.env, ...env }, token: makeToken() });
  };
};
