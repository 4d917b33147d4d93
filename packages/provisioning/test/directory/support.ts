// The use cases of one organisation in memory, and what they ask of the storage.
import { Effect, Result } from 'effect';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { IdGenerator } from '@looop-scim/provisioning/ports';
import { interopPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { standardRegistry, type SchemaRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

export const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
export const BASE_URL = 'https://looop.example/scim/v2';

export interface DirectoryOptions {
  readonly policy?: InteropPolicy;
  readonly registry?: SchemaRegistry;
  readonly ids?: IdGenerator;
}

/** Ids that are `id-0`, `id-1` ... */
export const countingIds = (): IdGenerator => {
  let issued = 0;
  return { next: Effect.sync(() => `id-${issued++}`) };
};

/** Opens an organisation. `shown` has for each write whether its answer needs the memberships. */
export const openDirectory = async ({
  policy = interopPolicy,
  registry = standardRegistry,
  ids = uuidV7Generator,
}: DirectoryOptions = {}) => {
  const storage = await run(openMemoryStorage({ registry }));
  const ports = storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001'));
  const shown: boolean[] = [];
  const listed: Parameters<typeof ports.resources.list>[0][] = [];
  const resources: typeof ports.resources = {
    ...ports.resources,
    create: (target, write) => (shown.push(write.withMemberships), ports.resources.create(target, write)),
    change: (target, decide) =>
      ports.resources.change(target, (current, version) =>
        Result.map(decide(current, version), (decision) => {
          if (decision.kind === 'write') shown.push(decision.withMemberships);
          return decision;
        }),
      ),
    list: (query) => (listed.push(query), ports.resources.list(query)),
  };
  const deps = {
    registry,
    policy,
    baseUrl: BASE_URL,
    ...ports,
    resources,
    ids,
    cursorCipher: makeCursorCipher('directory', 'acme'),
  };
  const service = makeScimService(deps);
  const typeOf = (endpoint: string) => {
    const type = service.resourceTypeAt(endpoint);
    if (type === undefined) throw new TypeError(`nothing at ${endpoint}`);
    return type;
  };
  const request = (endpoint: string, projection: object = {}) => ({ type: typeOf(endpoint), caller, projection });
  return {
    deps,
    ports,
    service,
    shown,
    listed,
    typeOf,
    request,
    create: async (endpoint: string, body: object, projection: object = {}) =>
      (await run(service.create({ ...request(endpoint, projection), body }))).id,
    read: async (endpoint: string, id: string) => (await run(service.get({ ...request(endpoint), id }))).representation,
    records: async () => (await run(ports.activity.page({ limit: 100 }))).map(({ record }) => record),
    bulk: (Operations: readonly object[], more: object = {}) =>
      run(service.bulk({ body: { Operations, ...more }, caller })),
  };
};
