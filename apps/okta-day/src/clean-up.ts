// Remembers what a day makes and takes it away again, also after a failure or an interruption.
import type { ScimClient } from './client.ts';
import type { Exchange, ScimRequest } from './exchange.ts';
import { at, elements } from './json.ts';
import { lookup, remove } from './requests.ts';
import type { Endpoint } from './requests.ts';

/** What one run has made, or may have made. */
export interface Ledger {
  /** To be called before a request leaves: its answer may never come. */
  readonly expectOf: (request: ScimRequest) => void;
  /** To be called with every answer. */
  readonly learnFrom: (exchange: Exchange) => void;
  /** Ids of what was made, groups first: deleting them in this order leaves no dangling member at any time. */
  readonly made: () => readonly Made[];
  /** Names of creates whose outcome is unknown. */
  readonly doubtful: () => readonly Named[];
}

/** A resource that this run made. */
export interface Made {
  readonly endpoint: Endpoint;
  readonly id: string;
  readonly name: string;
}

/** A resource that this run may have made. */
export interface Named {
  readonly endpoint: Endpoint;
  readonly name: string;
}

/** What the clean-up did. */
export interface CleanUp {
  readonly users: number;
  readonly groups: number;
  /** One sentence each, with name and id. */
  readonly leftBehind: readonly string[];
}

const endpoints: readonly Endpoint[] = ['/Groups', '/Users'];
const nameAttribute = { '/Users': 'userName', '/Groups': 'displayName' } as const;

const createdBy = (request: ScimRequest): Named | undefined => {
  const endpoint = endpoints.find((known) => known === request.path);
  if (request.method !== 'POST' || endpoint === undefined) return undefined;
  const name = at(request.body, nameAttribute[endpoint]);
  return typeof name === 'string' ? { endpoint, name } : undefined;
};

const sameName = (one: Named, other: Named): boolean =>
  one.endpoint === other.endpoint && one.name.toLowerCase() === other.name.toLowerCase();

/** Makes an empty ledger. */
export const makeLedger = (): Ledger => {
  const expected: Named[] = [];
  const made = new Map<string, Made>();
  return {
    expectOf: (request) => {
      const named = createdBy(request);
      if (named !== undefined) expected.push(named);
    },
    learnFrom: ({ request, status, json }) => {
      const named = createdBy(request);
      const id = at(json, 'id');
      if (named === undefined || status >= 300 || typeof id !== 'string' || id === '') return;
      made.set(`${named.endpoint}/${id}`, { ...named, id });
    },
    made: () => endpoints.flatMap((endpoint) => [...made.values()].filter((one) => one.endpoint === endpoint)),
    doubtful: () => {
      const known = [...made.values()];
      return expected.filter(
        (one, position) =>
          !known.some((other) => sameName(one, other)) &&
          expected.findIndex((other) => sameName(one, other)) === position,
      );
    },
  };
};

/** Deletes what the ledger holds. It never fails: what cannot be deleted is told. */
export const cleanUp = async (ledger: Ledger, client: ScimClient): Promise<CleanUp> => {
  const deleted = { '/Users': 0, '/Groups': 0 };
  const leftBehind: string[] = [];
  const targets = [...ledger.made()];
  for (const named of ledger.doubtful()) {
    const found = await findByName(named, client);
    if (typeof found === 'string') leftBehind.push(`${named.endpoint} "${named.name}" may exist: ${found}`);
    else targets.push(...found);
  }
  for (const { endpoint, id, name } of targets) {
    const outcome = await deletionOf(endpoint, id, client);
    if (outcome === 'deleted') deleted[endpoint] += 1;
    else if (outcome !== 'gone') leftBehind.push(`${endpoint}/${id} "${name}": ${outcome}`);
  }
  return { users: deleted['/Users'], groups: deleted['/Groups'], leftBehind };
};

/** `deleted`, `gone` when a step has deleted it already, otherwise what went wrong. */
const deletionOf = async (endpoint: Endpoint, id: string, client: ScimClient): Promise<string> => {
  try {
    const { status } = await client.send(remove(endpoint, id));
    if (status === 404) return 'gone';
    return status < 300 ? 'deleted' : `DELETE was answered with ${status}`;
  } catch (error) {
    return reasonOf(error);
  }
};

/** A create without a known answer may have happened; names carry a random part, so a hit is ours. */
const findByName = async (named: Named, client: ScimClient): Promise<readonly Made[] | string> => {
  const attribute = nameAttribute[named.endpoint];
  try {
    const { json, status } = await client.send(lookup(named.endpoint, attribute, named.name));
    // Some servers say 404 for "nobody has this name".
    if (status !== 200 && status !== 404) return `the lookup was answered with ${status}`;
    return elements(at(json, 'Resources')).flatMap((resource) => {
      const id = at(resource, 'id');
      const name = at(resource, attribute);
      const ours = typeof name === 'string' && sameName({ endpoint: named.endpoint, name }, named);
      return ours && typeof id === 'string' ? [{ ...named, id }] : [];
    });
  } catch (error) {
    return reasonOf(error);
  }
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'no answer');
