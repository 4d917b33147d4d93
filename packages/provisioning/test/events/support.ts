// An organisation in memory with everything that changes its people, and the feed.
import { Effect } from 'effect';
import { makeScimService } from '@looop-scim/provisioning';
import { makeDirectoryImport } from '@looop-scim/provisioning/directory';
import {
  announcing,
  makeCommitSignal,
  makeEventFeed,
  makePlatformService,
  type DirectoryEvent,
} from '@looop-scim/provisioning/events';
import { makeMappingAdministration, organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry, type SchemaRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

export const ACME = organisationId('0199f0a1-0000-7000-8000-000000000001');

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

/** Opens the organisation; `registry` has users and groups. */
export const openDirectory = async (registry: SchemaRegistry = standardRegistry) => {
  const storage = await run(openMemoryStorage({ registry }));
  const ports = storage.forOrganisation(ACME);
  const signal = makeCommitSignal();
  const deps = {
    registry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...ports,
    resources: announcing(ports.resources, () => signal.announce(ACME)),
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('events', 'acme'),
  };
  const service = makeScimService(deps);
  const typeOf = (endpoint: string) => {
    const type = service.resourceTypeAt(endpoint);
    if (type === undefined) throw new TypeError(`nothing at ${endpoint}`);
    return type;
  };
  const types = { User: typeOf('/Users'), Group: typeOf('/Groups') };
  const request = (name: keyof typeof types) => ({ type: types[name], caller, projection: {} });
  return {
    storage,
    deps,
    ports,
    signal,
    feed: makeEventFeed({ organisation: ACME, events: ports.events, signal }),
    platform: makePlatformService(deps),
    mappings: makeMappingAdministration(deps),
    importing: makeDirectoryImport(deps),
    create: async (name: keyof typeof types, body: object) =>
      (await run(service.create({ ...request(name), body }))).id,
    patch: (name: keyof typeof types, id: string, ...Operations: readonly unknown[]) =>
      run(Effect.result(service.patch({ ...request(name), id, body: { Operations } }))),
    replace: (name: keyof typeof types, id: string, body: object) =>
      run(Effect.result(service.replace({ ...request(name), id, body }))),
    remove: (name: keyof typeof types, id: string) => run(service.remove({ ...request(name), id })),
    events: async (after = 0): Promise<readonly DirectoryEvent[]> =>
      (await run(ports.events.after(after, 1000))).map(({ event }) => event),
  };
};

export type Directory = Awaited<ReturnType<typeof openDirectory>>;
