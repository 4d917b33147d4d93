// One member joins or leaves a group of a given size. All connections change the same group, as a busy push does.
import { askFor, field, insist, WrongAnswer } from '../ask.ts';
import type { BenchUser } from '../directory.ts';
import type { Connections, PreparedRequest } from '../load.ts';
import { pick, type Scenario } from './scenario.ts';

const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Okta sends up to so many changes in one PATCH. */
const batchSize = 1000;

const patchGroup = (groupId: string, operations: readonly unknown[]): PreparedRequest => ({
  method: 'PATCH',
  path: `/Groups/${groupId}`,
  body: JSON.stringify({ schemas: [patchUrn], Operations: operations }),
});

const joins = ({ id, userName }: BenchUser): unknown => ({
  op: 'add',
  path: 'members',
  value: [{ value: id, display: userName }],
});
const leaves = ({ id }: BenchUser): unknown => ({ op: 'remove', path: `members[value eq "${id}"]` });

/** Makes a group of the first `size` users. */
export const makeGroup = async (
  connections: Connections,
  users: readonly BenchUser[],
  size: number,
): Promise<string> => {
  const request: PreparedRequest = {
    method: 'POST',
    path: '/Groups',
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: `Bench ${size}`,
      members: [],
    }),
  };
  const id = field(await askFor(connections, request, 201), 'id');
  if (typeof id !== 'string') throw new WrongAnswer('a created group has no id');
  for (let from = 0; from < size; from += batchSize) {
    const value = users.slice(from, Math.min(from + batchSize, size)).map((user) => ({ value: user.id }));
    await askFor(connections, patchGroup(id, [{ op: 'add', path: 'members', value }]), 204);
  }
  return id;
};

const countMembers = async (connections: Connections, groupId: string): Promise<number> => {
  const members = field(await askFor(connections, { method: 'GET', path: `/Groups/${groupId}` }, 200), 'members');
  return Array.isArray(members) ? members.length : -1;
};

/** The measurement for one size of group. */
export const groupDelta = (size: number): Scenario => ({
  name: `group-${size}`,
  title: `one member in or out of ${size.toLocaleString('en-US')}`,
  leastUsers: size,
  prepare: async ({ connections, users }) => {
    // Each connection moves one user of its own, from the end of the list and not in the group.
    const movers = connections.clients.map((_client, connection) => pick(users, users.length - 1 - connection));
    if (size + movers.length > users.length)
      throw new WrongAnswer(`a group of ${size} needs more than ${users.length} users`);
    const groupId = await makeGroup(connections, users, size);
    const inAndOut = movers.map((user) => [patchGroup(groupId, [joins(user)]), patchGroup(groupId, [leaves(user)])]);
    for (const [position, request] of pick(inAndOut, 0).entries()) {
      await askFor(connections, request, 204);
      const count = await countMembers(connections, groupId);
      insist(
        count === (position === 0 ? size + 1 : size),
        'a membership change must change the group by one member',
        count,
      );
    }
    const rounds = connections.clients.map(() => 0);
    return {
      status: 204,
      next: (connection) => {
        const round = rounds[connection] ?? 0;
        rounds[connection] = round + 1;
        return pick(pick(inAndOut, connection), round);
      },
    };
  },
});
