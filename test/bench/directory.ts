// The people that every measurement finds: as Okta creates them, both extensions included.
import { askFor, field, WrongAnswer } from './ask.ts';
import type { Connections, PreparedRequest } from './load.ts';

/** A user of the bench. */
export interface BenchUser {
  readonly id: string;
  readonly userName: string;
}

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const looop = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

/** The create request for the person of a name. */
export const createRequest = (name: string): PreparedRequest => ({
  method: 'POST',
  path: '/Users',
  body: JSON.stringify({
    schemas: [core, enterprise, looop],
    userName: `${name}@bench.example`,
    name: { givenName: 'Ana', familyName: name },
    emails: [{ primary: true, value: `${name}@bench.example`, type: 'work' }],
    displayName: `Ana ${name}`,
    locale: 'en-US',
    externalId: `00u-${name}`,
    groups: [],
    password: 'qT7x2Lm9',
    active: true,
    [enterprise]: {
      employeeNumber: '1041',
      department: 'Field',
      manager: { value: '77', displayName: 'Kate Chapman' },
    },
    [looop]: { area: 'North', department: 'Coaching', location: 'Cluj', position: 'Trainer' },
  }),
});

/** Creates the people, over all connections at once. */
export const seedUsers = async (
  connections: Connections,
  count: number,
  progress: (done: number) => void,
): Promise<readonly BenchUser[]> => {
  const users: BenchUser[] = [];
  let next = 0;
  const work = async (connection: number): Promise<void> => {
    while (next < count) {
      const name = `Person.${String((next += 1)).padStart(7, '0')}`;
      const body = await askFor(connections, createRequest(name), 201, connection);
      const id = field(body, 'id');
      if (typeof id !== 'string') throw new WrongAnswer('a created user has no id');
      users.push({ id, userName: `${name}@bench.example` });
      progress(users.length);
    }
  };
  await Promise.all(connections.clients.map((_client, connection) => work(connection)));
  return users;
};
