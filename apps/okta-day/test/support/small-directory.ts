// A SCIM directory for the tests of okta-day: just enough of a server to live through the day, in memory.
// It exists so that single faults can be put into an otherwise right server; it is no model of the real one.
import { randomUUID } from 'node:crypto';

/** A resource as it is stored. */
export type Stored = Record<string, unknown>;

/** An answer to be sent. */
export interface Answer {
  readonly status: number;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly contentType?: string;
}

/** A request as the directory sees it. */
export interface Asked {
  readonly method: string;
  readonly endpoint: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly body: Stored;
}

/** The directory with its contents open to the tests. */
export interface SmallDirectory {
  readonly users: Map<string, Stored>;
  readonly groups: Map<string, Stored>;
  readonly answer: (asked: Asked) => Answer;
}

const core = 'urn:ietf:params:scim:schemas:core:2.0:';
const message = 'urn:ietf:params:scim:api:messages:2.0:';

/** A SCIM error. */
export const refusal = (status: number, detail: string): Answer => ({
  status,
  body: { schemas: [`${message}Error`], status: String(status), detail },
});

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON objects of a list; none when it is no list. */
export const records = (value: unknown): Stored[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const folded = (value: unknown): string => String(value).toLowerCase();

const merged = (before: Stored, after: Stored): Stored => {
  const next = { ...before };
  for (const [name, value] of Object.entries(after)) {
    if (['id', 'meta', 'groups', 'schemas', 'password'].includes(name)) continue;
    next[name] = isRecord(value) && isRecord(before[name]) ? merged(before[name], value) : value;
  }
  return next;
};

/** Makes an empty directory. */
export const makeSmallDirectory = (): SmallDirectory => {
  const users = new Map<string, Stored>();
  const groups = new Map<string, Stored>();

  const shown = (endpoint: string, resource: Stored): Stored => {
    const urns = Object.keys(resource).filter((name) => name.startsWith('urn:'));
    return endpoint === '/Users'
      ? { schemas: [`${core}User`, ...urns], ...resource, meta: { resourceType: 'User' } }
      : { schemas: [`${core}Group`], ...resource, members: members(resource), meta: { resourceType: 'Group' } };
  };
  const members = (group: Stored): Stored[] =>
    records(group['members']).filter(({ value }) => users.has(String(value)));
  const storeOf = (endpoint: string): Map<string, Stored> => (endpoint === '/Users' ? users : groups);
  const nameOf = (endpoint: string): string => (endpoint === '/Users' ? 'userName' : 'displayName');
  const taken = (endpoint: string, body: Stored, id?: string): boolean => {
    const name = nameOf(endpoint);
    return [...storeOf(endpoint).values()].some(
      (other) => other['id'] !== id && folded(other[name]) === folded(body[name]),
    );
  };

  const list = (endpoint: string, query: URLSearchParams): Answer => {
    const filter = query.get('filter');
    const name = nameOf(endpoint);
    const prefix = `${name} eq `;
    const wanted = filter?.startsWith(prefix) ? folded(JSON.parse(filter.slice(prefix.length))) : undefined;
    const all = [...storeOf(endpoint).values()].filter((one) => wanted === undefined || folded(one[name]) === wanted);
    const startIndex = Number(query.get('startIndex') ?? 1);
    const Resources = all
      .slice(startIndex - 1, startIndex - 1 + Number(query.get('count') ?? 100))
      .map((one) => shown(endpoint, one));
    return {
      status: 200,
      body: {
        schemas: [`${message}ListResponse`],
        totalResults: all.length,
        startIndex,
        itemsPerPage: Resources.length,
        Resources,
      },
    };
  };

  const save = (endpoint: string, resource: Stored, status: number): Answer => {
    if (taken(endpoint, resource, String(resource['id']))) return refusal(409, 'That name is taken.');
    storeOf(endpoint).set(String(resource['id']), resource);
    return { status, body: shown(endpoint, resource) };
  };

  const answer = ({ method, endpoint, id, query, body }: Asked): Answer => {
    if (id === undefined) {
      return method === 'POST'
        ? save(endpoint, merged({ id: randomUUID(), active: true }, body), 201)
        : list(endpoint, query);
    }
    const current = storeOf(endpoint).get(id);
    if (current === undefined) return refusal(404, `There is nothing with the id ${id}.`);
    if (method === 'GET') return { status: 200, body: shown(endpoint, current) };
    if (method === 'PUT') return save(endpoint, merged({ id, active: current['active'] }, body), 200);
    if (method === 'PATCH') return save(endpoint, records(body['Operations']).reduce(applied, current), 200);
    storeOf(endpoint).delete(id);
    return { status: 204 };
  };

  const applied = (resource: Stored, { op, path, value }: Stored): Stored => {
    if (path === undefined) return merged(resource, isRecord(value) ? value : {});
    const before = records(resource['members']);
    if (op === 'replace') return { ...resource, members: value };
    if (op === 'remove')
      return { ...resource, members: before.filter((one) => !String(path).includes(JSON.stringify(one['value']))) };
    const added = records(value).filter((one) => !before.some((other) => other['value'] === one['value']));
    return { ...resource, members: [...before, ...added] };
  };

  return { users, groups, answer };
};
