// Creating users, and switching them off and on.
import { askFor, field, insist } from '../ask.ts';
import { createRequest } from '../directory.ts';
import type { PreparedRequest } from '../load.ts';
import { pick, type Scenario } from './scenario.ts';

/** Creates users, each with a name of its own. */
export const create: Scenario = {
  name: 'create',
  title: 'create a user',
  prepare: async ({ connections }) => {
    const run = Date.now().toString(36);
    let made = 0;
    const next = (): PreparedRequest => createRequest(`New.${run}.${(made += 1)}`);
    const created = await askFor(connections, next(), 201);
    insist(field(created, 'active') === true, 'a created user must be active', created);
    return { status: 201, next };
  },
};

const switchBody = (active: boolean): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { active } }],
  });

/** Switches users off and, on the next round, on again; every request is a change. */
export const patchActive: Scenario = {
  name: 'patch',
  title: 'PATCH active',
  prepare: async ({ connections, users }) => {
    const bodies = [switchBody(false), switchBody(true)] as const;
    const share = Math.floor(users.length / connections.clients.length);
    const requests = users.map(({ id }) => `/Users/${id}`);
    const rounds = connections.clients.map(() => 0);
    const last = pick(requests, requests.length - 1);
    for (const body of bodies) {
      const patched = await askFor(connections, { method: 'PATCH', path: last, body }, 200);
      insist(field(patched, 'active') === (body === bodies[1]), 'a PATCH must change active', patched);
    }
    return {
      status: 200,
      // Each connection has its own part of the directory, so that no two change the same user at once.
      next: (connection) => {
        const round = rounds[connection] ?? 0;
        rounds[connection] = round + 1;
        const path = pick(requests, connection * share + (round % share));
        return { method: 'PATCH', path, body: Math.floor(round / share) % 2 === 0 ? bodies[0] : bodies[1] };
      },
    };
  },
};
