// ReadContext one user, and Okta's existence check.
import { askFor, field, insist } from '../ask.ts';
import type { BenchUser } from '../directory.ts';
import type { PreparedRequest } from '../load.ts';
import { jumpingPosition, pick, type Scenario } from './scenario.ts';

const readRequest = ({ id }: BenchUser): PreparedRequest => ({ method: 'GET', path: `/Users/${id}` });

const lookupRequest = ({ userName }: BenchUser): PreparedRequest => ({
  method: 'GET',
  path: `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`,
});

/** Reads users by id, in no order that a cache would like. */
export const get: Scenario = {
  name: 'get',
  title: 'get a user by id',
  prepare: async ({ connections, users }) => {
    const user = pick(users, 0);
    const found = await askFor(connections, readRequest(user), 200);
    insist(field(found, 'userName') === user.userName, 'a read must give the user', found);
    const requests = users.map(readRequest);
    const position = jumpingPosition(requests.length);
    return { status: 200, next: () => pick(requests, position()) };
  },
};

/** Looks users up by userName. */
export const filterByUserName: Scenario = {
  name: 'filter',
  title: 'filter by userName',
  prepare: async ({ connections, users }) => {
    const user = pick(users, 1);
    const found = await askFor(connections, lookupRequest(user), 200);
    insist(field(found, 'totalResults') === 1, 'a lookup must find exactly one user', found);
    const requests = users.map(lookupRequest);
    const position = jumpingPosition(requests.length);
    return { status: 200, next: () => pick(requests, position()) };
  },
};
