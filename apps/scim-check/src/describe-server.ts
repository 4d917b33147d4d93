// What a server says of itself (RFC 7644 section 4): which cases can be asked of it follows from that.
import {
  arrayAt,
  isArray,
  parseJson,
  valueAt,
  type AttributeTable,
  type Json,
  type ScimTarget,
} from '@looop-scim/conformance';

/** Parts of the protocol that a server may leave out. */
export const FEATURES = ['patch', 'bulk', 'filter', 'sort', 'etag'] as const;

/** One of them. RFC 7643 section 5. */
export type Feature = (typeof FEATURES)[number];

/** A server by its own description. */
export interface ServerDescription {
  readonly features: ReadonlySet<Feature>;
  /** Such as `/Users`. */
  readonly endpoints: ReadonlySet<string>;
  /** URNs in lower case. */
  readonly schemas: ReadonlySet<string>;
  /** What its resources may show. */
  readonly attributes: AttributeTable;
  /** What its links begin with, where it says so: behind a proxy it may be another URL than the one that is asked. */
  readonly publicBaseUrl?: string;
}

/** A server that cannot be checked; the message says why. */
export class NotCheckable extends Error {}

const read = async ({ baseUrl, token, transport }: ScimTarget, path: string): Promise<Json> => {
  const headers = { accept: 'application/scim+json', authorization: `Bearer ${token}` };
  const answer = await transport({ method: 'GET', url: `${baseUrl}${path}`, headers }).catch((error: unknown) => {
    throw new NotCheckable(`No server answers at ${baseUrl}: ${String(error)}`);
  });
  const hint = answer.status === 401 ? ' Check the token.' : ' Check that the URL is the SCIM base URL.';
  if (answer.status !== 200) throw new NotCheckable(`GET ${path} is answered ${answer.status}, not 200.${hint}`);
  try {
    return parseJson(answer.text);
  } catch {
    throw new NotCheckable(`The answer to GET ${path} is not JSON.${hint}`);
  }
};

const COMMON = ['schemas', 'id', 'externalId', 'meta'];

const namesOf = (schema: Json | undefined): readonly string[] =>
  isArray(valueAt(schema, '/attributes')) ? arrayAt(schema, '/attributes').map((one) => textIn(one, '/name')) : [];

const textIn = (value: Json | undefined, pointer: string): string => {
  const found = valueAt(value, pointer);
  return typeof found === 'string' ? found : '';
};

const listed = (body: Json): readonly Json[] => {
  const resources = valueAt(body, '/Resources');
  return isArray(resources) ? resources : isArray(body) ? body : [];
};

/** Attributes by resource type, with the URNs of its extensions, and by extension. */
const attributesOf = (types: readonly Json[], schemas: readonly Json[]): AttributeTable => {
  const byUrn = new Map(schemas.map((schema) => [textIn(schema, '/id'), schema]));
  const table: Record<string, ReadonlySet<string>> = {};
  for (const type of types) {
    const core = byUrn.get(textIn(type, '/schema'));
    if (core === undefined) continue;
    const extensions = valueAt(type, '/schemaExtensions');
    const urns = isArray(extensions) ? extensions.map((one) => textIn(one, '/schema')) : [];
    table[textIn(type, '/name')] = new Set([...COMMON, ...namesOf(core), ...urns]);
    for (const urn of urns) if (byUrn.has(urn)) table[urn] = new Set(namesOf(byUrn.get(urn)));
  }
  return table;
};

const CONFIG = '/ServiceProviderConfig';

/** The base URL of the location that the description of a server says. RFC 7643 section 3.1. */
const publicBaseOf = (config: Json): string | undefined => {
  const location = textIn(config, '/meta/location');
  return URL.canParse(location) && location.endsWith(CONFIG) ? location.slice(0, -CONFIG.length) : undefined;
};

/** Asks a server what it is. @throws NotCheckable when it does not answer as RFC 7644 section 4 has it */
export const describeServer = async (target: ScimTarget): Promise<ServerDescription> => {
  const config = await read(target, CONFIG);
  const types = listed(await read(target, '/ResourceTypes'));
  const schemas = listed(await read(target, '/Schemas'));
  const publicBaseUrl = publicBaseOf(config);
  return {
    ...(publicBaseUrl !== undefined && { publicBaseUrl }),
    features: new Set(FEATURES.filter((name) => valueAt(config, `/${name}/supported`) === true)),
    endpoints: new Set(types.map((type) => textIn(type, '/endpoint'))),
    schemas: new Set(schemas.map((schema) => textIn(schema, '/id').toLowerCase())),
    attributes: attributesOf(types, schemas),
  };
};

/** How many users and groups the organisation of the token has. @throws NotCheckable when it does not say so */
export const countResources = async (target: ScimTarget, { endpoints }: ServerDescription): Promise<number> => {
  let count = 0;
  for (const endpoint of ['/Users', '/Groups']) {
    if (!endpoints.has(endpoint)) continue;
    const total = valueAt(await read(target, `${endpoint}?count=1`), '/totalResults');
    if (typeof total !== 'number') throw new NotCheckable(`GET ${endpoint} says no totalResults.`);
    count += total;
  }
  return count;
};
