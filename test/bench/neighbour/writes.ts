// Writes that are long, and long bodies.
import { askFor, field, WrongAnswer } from '../ask.ts';
import type { PreparedRequest } from '../load.ts';
import type { Annoyance, Street } from './annoyance.ts';
import { closedLoop } from './statuses.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Makes a user of 0.9 MB: as many addresses as fit. */
const EMAILS = 10_000;

const makeLargeUser = async ({ connections }: Street, name: string): Promise<string> => {
  const emails = Array.from({ length: EMAILS }, (_, position) => ({
    value: `${name}-${String(position).padStart(5, '0')}@a-rather-long-name.bench.example`,
    type: 'other',
  }));
  const body = JSON.stringify({ schemas: [USER], userName: `${name}@bench.example`, emails });
  const id = field(await askFor(connections, { method: 'POST', path: '/Users', body }, 201), 'id');
  if (typeof id !== 'string') throw new WrongAnswer('a created user has no id');
  return id;
};

const addEmail = (position: number) => ({
  op: 'add',
  path: 'emails',
  value: [{ value: `new-${position}@bench.example`, type: 'home' }],
});

const patchOf = (id: string, position: number): PreparedRequest => ({
  method: 'PATCH',
  path: `/Users/${id}`,
  body: JSON.stringify({ schemas: [PATCH], Operations: [addEmail(position)] }),
});

const largePatches: Annoyance = {
  name: 'large-patches',
  title: 'PATCH of a user of 0.9 MB',
  prepare: async (street) => {
    const id = await makeLargeUser(street, 'large-patch');
    return closedLoop(street, (position) => patchOf(id, position));
  },
};

const BULK_OPERATIONS = 300;

const bulk: Annoyance = {
  name: 'bulk',
  title: `Bulk of ${BULK_OPERATIONS} such PATCHes`,
  prepare: async (street) => {
    const id = await makeLargeUser(street, 'large-bulk');
    return closedLoop(street, (position) => ({
      method: 'POST',
      path: '/Bulk',
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: Array.from({ length: BULK_OPERATIONS }, (_, operation) => ({
          method: 'PATCH',
          path: `/Users/${id}`,
          data: { schemas: [PATCH], Operations: [addEmail(position * BULK_OPERATIONS + operation)] },
        })),
      }),
    }));
  },
};

/** Just below what a body may have. */
const LONGEST_BODY = 1_048_000;

const longBodies: Annoyance = {
  name: 'bodies',
  title: 'bodies of 1 MiB',
  prepare: async (street) => {
    const start = `{"schemas":["${USER}"],"userName":"long-body","emails":[`;
    const email = '{"value":"a@b.example","type":"work"},';
    const count = Math.floor((LONGEST_BODY - start.length) / email.length);
    // The last element is none: the body is read whole and refused.
    const body = `${start}${email.repeat(count)}7]}`;
    return closedLoop(street, () => ({ method: 'POST', path: '/Users', body }));
  },
};

export const WRITES: readonly Annoyance[] = [longBodies, largePatches, bulk];
