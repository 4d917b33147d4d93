// What a server says of itself, and the part of its schemas that laws use (RFC 7644 section 4).
import {
  attribute,
  groupResourceType,
  makeSchemaRegistry,
  userResourceType,
  type AttributeDefinition,
  type ResourceType,
  type ResourceTypeDefinition,
} from '@looop-scim/scim/schema';
import { elementsOf, memberOf, resourcesOf, textOf } from './json.ts';
import type { SendRequest } from './send-request.ts';

/** What laws need that a server may leave out. RFC 7643 section 5. */
export type ServerFeature = 'patch' | 'filter' | 'etag';

/** A resource type of a server. */
export interface ServedType {
  /** Such as `/Users`. */
  readonly endpoint: string;
  /** The type with those attributes alone that laws write and look at. */
  readonly type: ResourceType;
  /** Names of all attributes of its core schema, in lower case. */
  readonly announced: ReadonlySet<string>;
}

/** A server by its own description. */
export interface DiscoveredServer {
  readonly features: ReadonlySet<ServerFeature>;
  readonly users?: ServedType;
  readonly groups?: ServedType;
}

const read = async (send: SendRequest, path: string): Promise<unknown> => {
  const { status, body } = await send({ method: 'GET', path });
  if (status !== 200 || body === undefined) throw new Error(`GET ${path} is answered ${status}, not 200 with JSON`);
  return body;
};

/** Strings that a server may hold to a form of their own, or keep to itself. */
const FORMED = new Set(['locale', 'timezone', 'preferredlanguage', 'profileurl', 'usertype', 'password', 'formatted']);

const shows = ({ mutability, returned }: AttributeDefinition): boolean =>
  mutability === 'readWrite' && (returned === 'default' || returned === 'always');

/** A string that keeps what a client writes, whatever it says. */
const isFree = (definition: AttributeDefinition): boolean =>
  definition.type === 'string' &&
  !definition.multiValued &&
  shows(definition) &&
  definition.canonicalValues.length === 0 &&
  definition.uniqueness === 'none' &&
  !FORMED.has(definition.name.toLowerCase());

const EMAIL_PARTS = new Set(['value', 'type', 'primary']);

/** The attribute with the parts that laws use; none when they use nothing of it. */
const usedPart = (definition: AttributeDefinition): readonly AttributeDefinition[] => {
  const { name, type, subAttributes } = definition;
  const parts = (kept: (one: AttributeDefinition) => boolean): readonly AttributeDefinition[] => {
    const used = subAttributes.filter(kept);
    return used.length === 0 ? [] : [{ ...definition, subAttributes: used }];
  };
  if (name === 'name' && type === 'complex' && shows(definition)) return parts(isFree);
  if (name === 'emails' && type === 'complex' && shows(definition)) {
    const used = parts((one) => EMAIL_PARTS.has(one.name) && shows(one));
    return used.some((one) => one.subAttributes.length === EMAIL_PARTS.size) ? used : [];
  }
  if (name === 'active' && type === 'boolean' && shows(definition)) return [definition];
  return name === 'userName' || isFree(definition) ? [definition] : [];
};

const CHARACTERISTICS = ['type', 'multiValued', 'required', 'caseExact', 'mutability', 'returned', 'uniqueness'];

/** An attribute as a server publishes it; what it leaves out has its default. RFC 7643 section 7. */
const definitionOf = (json: unknown): AttributeDefinition => {
  const known = CHARACTERISTICS.flatMap((name) => {
    const value = memberOf(json, name);
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  return attribute({
    name: textOf(memberOf(json, 'name')),
    ...Object.fromEntries(known),
    canonicalValues: elementsOf(memberOf(json, 'canonicalValues')).map(textOf),
    subAttributes: elementsOf(memberOf(json, 'subAttributes')).map(definitionOf),
  });
};

const attributesOf = (schema: unknown): readonly AttributeDefinition[] =>
  elementsOf(memberOf(schema, 'attributes')).map(definitionOf);

/** Without what is kept beside the document: laws ask for nothing of it by filter. */
const withoutCommon = (type: ResourceType): ResourceType => ({
  ...type,
  attributes: new Map([...type.attributes].filter(([name]) => !['schemas', 'meta', 'id', 'externalid'].includes(name))),
});

const servedType = (
  standard: ResourceTypeDefinition,
  types: readonly unknown[],
  schemas: ReadonlyMap<string, unknown>,
): ServedType | undefined => {
  const found = types.find((one) => textOf(memberOf(one, 'endpoint')) === standard.endpoint);
  const core = schemas.get(textOf(memberOf(found, 'schema')).toLowerCase());
  if (found === undefined || core === undefined) return undefined;
  const urns = elementsOf(memberOf(found, 'schemaExtensions')).map((one) => textOf(memberOf(one, 'schema')));
  const all = [core, ...urns.map((urn) => schemas.get(urn.toLowerCase()))].filter((one) => one !== undefined);
  const reduced = all.map((schema) => ({
    id: textOf(memberOf(schema, 'id')),
    name: textOf(memberOf(schema, 'name')),
    description: '',
    attributes: attributesOf(schema).flatMap(usedPart),
  }));
  const [first, ...extensions] = reduced.filter(({ attributes }, at) => at === 0 || attributes.length > 0);
  if (first === undefined) return undefined;
  const definition: ResourceTypeDefinition = {
    ...standard,
    schema: first.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
  };
  const type = makeSchemaRegistry([first, ...extensions], [definition]).resourceTypes[0];
  const announced = new Set(attributesOf(core).map(({ name }) => name.toLowerCase()));
  return type && { endpoint: standard.endpoint, type: withoutCommon(type), announced };
};

/** Asks a server what it is. Rejects when it does not answer as RFC 7644 section 4 has it. */
export const discoverServer = async (send: SendRequest): Promise<DiscoveredServer> => {
  const config = await read(send, '/ServiceProviderConfig');
  const types = resourcesOf(await read(send, '/ResourceTypes'));
  const published = resourcesOf(await read(send, '/Schemas'));
  const schemas = new Map(published.map((schema) => [textOf(memberOf(schema, 'id')).toLowerCase(), schema]));
  const users = servedType(userResourceType, types, schemas);
  const groups = servedType(groupResourceType, types, schemas);
  const features = (['patch', 'filter', 'etag'] as const).filter(
    (name) => memberOf(memberOf(config, name), 'supported') === true,
  );
  return {
    features: new Set(features),
    ...(users !== undefined && { users }),
    ...(groups !== undefined && { groups }),
  };
};
