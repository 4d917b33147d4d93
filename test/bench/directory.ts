// The people that every measurement finds: as Okta creates them, both extensions included.
import { askFor, field, WrongAnswer } from './ask.ts';
import type { Connections, PreparedRequest } from './load.ts';

const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

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

const nameOf = (number: number): string => `Person.${String(number).padStart(7, '0')}`;

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
      const name = nameOf((next += 1));
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

const BULK_SIZE = 500;

/** As `seedUsers`, by bulk requests, of which a server takes as many as it takes requests. */
export const seedByBulk = async (
  connections: Connections,
  count: number,
  progress: (done: number) => void,
): Promise<readonly BenchUser[]> => {
  const users: BenchUser[] = [];
  while (users.length < count) {
    const size = Math.min(BULK_SIZE, count - users.length);
    const names = Array.from({ length: size }, (_, index) => nameOf(users.length + index + 1));
    const operations = names.map((name) => ({
      method: 'POST',
      path: '/Users',
      bulkId: name,
      data: JSON.parse(createRequest(name).body ?? '') as unknown,
    }));
    const body = JSON.stringify({ schemas: [bulkUrn], Operations: operations });
    const answer = await askFor(connections, { method: 'POST', path: '/Bulk', body }, 200);
    const results = field(answer, 'Operations');
    for (const [index, result] of (Array.isArray(results) ? results : []).entries()) {
      const location = field(result, 'location');
      if (typeof location !== 'string') throw new WrongAnswer('a user was not created');
      users.push({
        id: location.slice(location.lastIndexOf('/') + 1),
        userName: `${names[index] ?? ''}@bench.example`,
      });
      progress(users.length);
    }
  }
  return users;
};
