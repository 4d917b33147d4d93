// The HTTP adapter on a storage in memory, with organisations and tokens like any other server.
import { fastify, type FastifyInstance } from 'fastify';
import { Effect } from 'effect';
import { makeCursorCipher, tokenSecrets, uuidV7Generator } from '@looop-scim/crypto-node';
import { refuseOutside, scimPlugin, scimServerOptions } from '@looop-scim/http-scim';
import { makeScimService } from '@looop-scim/provisioning';
import { makeAuthenticate, policyOf } from '@looop-scim/provisioning/organisation';
import { BULK_LIMITS } from '@looop-scim/scim/bulk';
import { serviceProviderConfig } from '@looop-scim/scim/discovery';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { administrationOf } from './administration.ts';
import { run } from '../run/run-effect.ts';

interface MemoryServer {
  readonly server: FastifyInstance;
  readonly administration: ReturnType<typeof administrationOf>;
}

/** Builds the server; the caller listens and closes. */
export const buildMemoryServer = async (): Promise<MemoryServer> => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const server = fastify({ ...scimServerOptions, forceCloseConnections: true });
  const baseUrl = (): string => {
    const [address] = server.addresses();
    // No request comes before the server listens.
    return typeof address === 'object' ? `http://${address.address}:${address.port}/scim/v2` : '';
  };
  const checkToken = makeAuthenticate({ tokens: storage.tokens, secrets: tokenSecrets });
  const authenticate = (token: string | undefined) =>
    Effect.map(checkToken(token), ({ organisation, tokenFingerprint, subject }) => ({
      service: makeScimService({
        registry: standardRegistry,
        policy: policyOf(organisation),
        baseUrl: baseUrl(),
        ...storage.forOrganisation(organisation.id),
        ids: uuidV7Generator,
        cursorCipher: makeCursorCipher('memory', organisation.id),
      }),
      organisationName: organisation.name,
      tokenFingerprint,
      ...(subject !== undefined && { subject }),
    }));
  const anonymousConfig = () => serviceProviderConfig({ baseUrl: baseUrl(), policy: interopPolicy });
  server.setNotFoundHandler(refuseOutside);
  await server.register(scimPlugin, {
    prefix: '/scim/v2',
    authenticate,
    anonymousConfig,
    maxBodyBytes: BULK_LIMITS.maxPayloadSize,
  });
  return {
    server,
    administration: administrationOf(storage),
  };
};
