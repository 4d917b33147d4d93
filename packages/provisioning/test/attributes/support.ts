// Short words for the tests of own attributes.
import * as Result from 'effect/Result';
import { Effect } from 'effect';
import { makeScimService } from '@looop-scim/provisioning';
import {
  makeAttributeAdministration,
  makeVeiledRepository,
  organisationSchema,
  NO_DEFINITIONS,
  type AttributeDefinitions,
  type DefinedAttribute,
  type OrganisationSchema,
  type OwnAttribute,
} from '@looop-scim/provisioning/attributes';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, ResourceRepository } from '@looop-scim/provisioning/ports';
import { interopPolicy } from '@looop-scim/scim/interop';
import { LOOOP_USER_SCHEMA, standardRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';
import { readAttribute } from '../../src/attributes/read-attribute.ts';

export const LOOOP = LOOOP_USER_SCHEMA;
export const URN = 'urn:acme:scim:1.0:User';

/** An attribute with some characteristics, the others as by default. */
export const own = (given: object = {}): OwnAttribute => Result.getOrThrow(readAttribute({ name: 'badge', ...given }));

/** The same as it is kept. */
export const kept = (given: object = {}, state: Partial<DefinedAttribute> = {}): DefinedAttribute => ({
  ...own(given),
  ...{ state: 'visible', lookedUpSince: 0, stateSince: 1, ...state },
});

/** Definitions of these attributes. */
export const definitions = (...attributes: readonly DefinedAttribute[]): AttributeDefinitions => ({
  version: attributes.length,
  attributes,
});

const ACME = organisationId('0199f0a1-0000-7000-8000-000000000001');

/** An organisation whose attributes are administered; `other` are ports in place of those of the memory. */
export const openAttributes = async (other: (ports: OrganisationStorage) => Partial<OrganisationStorage> = () => ({})) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const plain = storage.forOrganisation(ACME);
  const ports = { ...plain, ...other(plain) };
  const saved: OrganisationSchema[] = [];
  /** Hands out two people at once at most. */
  const resourcesUnder = ({ stored }: OrganisationSchema): ResourceRepository => {
    const { resources } = storage.forOrganisation(ACME, stored);
    return { ...resources, walk: (query) => resources.walk({ ...query, limit: Math.min(query.limit, 2) }) };
  };
  const attributes = makeAttributeAdministration({
    ...{ base: standardRegistry, revisions: ports.revisions, resourcesUnder },
    changed: (schema) => void saved.push(schema),
  });
  const schemaNow = () => saved.at(-1) ?? organisationSchema(standardRegistry, NO_DEFINITIONS);
  const at = (schema: OrganisationSchema) => ({ schema, resources: resourcesUnder(schema) });
  /** What is served under a schema: the newest one, where none is given. */
  const serviceUnder = (schema = schemaNow()) => {
    const resources = makeVeiledRepository({ at: at(schema), newest: () => Effect.succeed(at(schemaNow())) });
    const service = makeScimService({
      ...{ ...ports, resources, registry: schema.registry, policy: interopPolicy },
      ...{ baseUrl: 'https://looop.example/scim/v2', ids: uuidV7Generator },
      cursorCipher: makeCursorCipher('attributes', 'acme'),
    });
    const type = service.resourceTypeAt('/Users');
    if (type === undefined) throw new TypeError('no users');
    const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
    const request = { type, caller, projection: {} };
    return {
      create: async (body: object) => (await run(service.create({ ...request, body }))).id,
      replace: (id: string, body: object) => run(service.replace({ ...request, id, body })),
      remove: (id: string) => run(service.remove({ ...request, id })),
    };
  };
  return {
    ...{ storage, ports, saved, attributes, schemaNow, serviceUnder, at },
    /** The document as it is stored, with whatever is hidden. */
    stored: async (id: string) =>
      (await run(resourcesUnder(schemaNow()).read({ resourceType: 'User', id }, false))).document,
    add: (json: object, author: object = {}) => run(attributes.add(json, { author: 'ops', ...author })),
  };
};
