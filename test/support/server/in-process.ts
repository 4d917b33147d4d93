// The HTTP adapter on a storage in memory, within the test's own process: for failures that a real server does not have at will.
import { fastify, type FastifyInstance } from 'fastify';
import { Effect } from 'effect';
import { makeCursorCipher, uuidV7Generator } from '@looop-scim/crypto-node';
import { scimPlugin, scimServerOptions } from '@looop-scim/http-scim';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, Storage } from '@looop-scim/provisioning/ports';
import { serviceProviderConfig } from '@looop-scim/scim/discovery';
import { interopPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { standardRegistry, type SchemaRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { run } from '../run/run-effect.ts';

/** A server without a socket, and what it wrote to its log. */
export interface InProcess {
  readonly server: FastifyInstance;
  readonly log: () => string;
  readonly storage: Storage;
}

interface Options {
  /** Changes what the use cases are given. */
  readonly wrapStorage?: (storage: OrganisationStorage) => OrganisationStorage;
  readonly policy?: InteropPolicy;
  readonly registry?: SchemaRegistry;
  readonly maxBodyBytes?: number;
}

const BASE_URL = 'https://looop.example/scim/v2';

/** Builds a server for one organisation; any token opens it. */
export const buildInProcess = async ({
  wrapStorage = (same) => same,
  policy = interopPolicy,
  registry = standardRegistry,
  maxBodyBytes = 1024,
}: Options = {}): Promise<InProcess> => {
  const storage = await run(openMemoryStorage({ registry }));
  const { resources, activity, revisions } = wrapStorage(
    storage.forOrganisation(organisationId(await run(uuidV7Generator.next))),
  );
  const service = makeScimService({
    registry,
    policy,
    baseUrl: BASE_URL,
    resources,
    activity,
    revisions,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('in-process', 'acme'),
  });
  const lines: string[] = [];
  const server = fastify({
    ...scimServerOptions,
    logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } },
  });
  const authenticate = () => Effect.succeed({ service, organisationName: 'acme', tokenFingerprint: 'abc' });
  const anonymousConfig = () => serviceProviderConfig({ baseUrl: BASE_URL, policy: interopPolicy });
  await server.register(scimPlugin, { prefix: '/scim/v2', authenticate, anonymousConfig, maxBodyBytes });
  return { server, log: () => lines.join(''), storage };
};
