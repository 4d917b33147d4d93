// The plugin on a storage in memory, with two organisations and a key for each scope.
import { fastify, type FastifyInstance } from 'fastify';
import { Effect, Result } from 'effect';
import { apiPlugin } from '@looop-scim/http-api';
import type { ReportedError } from '../../src/failures.ts';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { makeAttributeAdministration } from '@looop-scim/provisioning/attributes';
import { makeJobService } from '@looop-scim/provisioning/directory';
import { announcing, makeCommitSignal, makeEventFeed, makePlatformService } from '@looop-scim/provisioning/events';
import {
  makeAuthenticateKey,
  makeKeyAdministration,
  makeMappingAdministration,
  makeOrganisationAdministration,
  policyOf,
  type KeyScope,
  type Organisation,
} from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { makeWebhookAdministration, type WebhookSender } from '@looop-scim/provisioning/webhooks';
import { TooManyRequests } from '@looop-scim/scim/errors';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import {
  makeCursorCipher,
  openMemoryStorage,
  tokenSecrets,
  uuidV7Generator,
} from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

const BASE_URL = 'https://looop.example/scim/v2';

const PASTED = 'urn:ietf:params:scim:schemas:core:2.0:';

interface Options {
  readonly wrapStorage?: (storage: Storage) => Storage;
  /** Whether every request is one too many. */
  readonly isFull?: boolean;
}

/** A server, its secrets, and the way to fill it as an identity provider does. */
export interface PlatformServer {
  readonly server: FastifyInstance;
  readonly keys: Readonly<Record<KeyScope, string>>;
  /** A key of the other organisation with all scopes. */
  readonly foreignKey: string;
  /** A provisioning token of the organisation. */
  readonly token: string;
  readonly reported: readonly ReportedError[];
  readonly createUser: (user: object) => Promise<string>;
  readonly createGroup: (displayName: string, members: readonly string[]) => Promise<string>;
  readonly deleteUser: (id: string) => Promise<void>;
  readonly storage: Storage;
  readonly acme: Organisation;
  /** Ends the server as a process that stops does: whoever waits is answered. */
  readonly close: () => Promise<void>;
}

const signal = makeCommitSignal();

/** Sends nothing: what leaves is tried elsewhere. */
const sender: WebhookSender = {
  generateSecret: Effect.succeed('whsec_c2VjcmV0IG9mIGEgdGVzdCBhbmQgbm90aGluZyBlbHNlIQ=='),
  refusalOf: (url) => (url.startsWith('https://') ? undefined : 'must begin with https://'),
  send: () => Effect.succeed({ kind: 'answered', status: 500, text: 'out of order', isCut: false, durationMs: 3 }),
};

const dependenciesOf = (storage: Storage, organisation: Organisation) => {
  const ports = storage.forOrganisation(organisation.id);
  return {
    registry,
    policy: policyOf(organisation),
    baseUrl: BASE_URL,
    ...ports,
    resources: announcing(ports.resources, () => signal.announce(organisation.id)),
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('in-process', organisation.id),
  };
};

const makeFill = (service: ScimService) => {
  const caller = { tokenFingerprint: 'abc', requestId: 'request-1' };
  const create = async (endpoint: string, body: object): Promise<string> => {
    const type = service.resourceTypeAt(endpoint);
    if (type === undefined) throw new Error(`nothing is served at ${endpoint}`);
    return (await run(service.create({ type, body, caller, projection: {} }))).id;
  };
  return {
    createUser: (user: object) => create('/Users', { schemas: [`${PASTED}User`], ...user }),
    createGroup: (displayName: string, members: readonly string[]) =>
      create('/Groups', { schemas: [`${PASTED}Group`], displayName, members: members.map((value) => ({ value })) }),
    deleteUser: async (id: string) => {
      const type = service.resourceTypeAt('/Users');
      if (type !== undefined) await run(service.remove({ type, id, caller }));
    },
  };
};

/** Builds the server. */
export const buildPlatformServer = async ({
  wrapStorage = (same) => same,
  isFull = false,
}: Options = {}): Promise<PlatformServer> => {
  const storage = await run(openMemoryStorage({ registry }));
  const secrets = tokenSecrets;
  const administration = makeOrganisationAdministration({
    ...storage,
    resourcesOf: (id) => storage.forOrganisation(id).resources,
    registry,
    ids: uuidV7Generator,
    secrets,
  });
  const keyAdministration = makeKeyAdministration({ ...storage, secrets });
  const acme = await run(administration.addOrganisation('acme'));
  await run(administration.addOrganisation('globex'));
  const keyWith = async (name: string, scopes: readonly KeyScope[]) =>
    (await run(keyAdministration.issueKey(name, { scopes }))).secret;
  const checkKey = makeAuthenticateKey({ ...storage, secrets });
  const reported: ReportedError[] = [];
  const closing = new AbortController();
  const server = fastify({ genReqId: () => '0199f0a1-0000-7000-8000-000000000001', requestIdHeader: false });
  await server.register(apiPlugin, {
    prefix: '/api/v1',
    maxBodyBytes: 4096,
    closing: closing.signal,
    report: (error) => void reported.push(error),
    authenticate: (key) =>
      Effect.map(checkKey(key), ({ organisation, key: { fingerprint, scopes } }) => {
        const dependencies = dependenciesOf(wrapStorage(storage), organisation);
        const feed = makeEventFeed({ organisation: organisation.id, events: dependencies.events, signal });
        return {
          organisationName: organisation.name,
          keyFingerprint: fingerprint,
          author: `platform key ${fingerprint}`,
          scopes,
          platform: makePlatformService(dependencies),
          mappings: makeMappingAdministration(dependencies),
          jobs: makeJobService({
            organisation: organisation.id,
            registry,
            records: dependencies.records,
            queue: storage.records,
            ids: uuidV7Generator,
            queued: () => undefined,
          }),
          attributes: makeAttributeAdministration({
            base: registry,
            revisions: dependencies.revisions,
            resourcesUnder: ({ stored }) => storage.forOrganisation(organisation.id, stored).resources,
            changed: () => undefined,
          }),
          feed,
          webhooks: makeWebhookAdministration({
            ...{ organisationId: organisation.id, records: dependencies.records, installation: storage.records },
            ...{ feed, sender, ids: uuidV7Generator, deliveryDays: 7 },
          }),
          admit: () =>
            isFull ? Result.fail(new TooManyRequests({ retryAfterSeconds: 7 })) : Result.succeed(() => undefined),
        };
      }),
  });
  return {
    server,
    keys: {
      read: await keyWith('acme', ['read']),
      write: await keyWith('acme', ['write']),
      webhooks: await keyWith('acme', ['webhooks']),
    },
    foreignKey: await keyWith('globex', ['read', 'write', 'webhooks']),
    token: (await run(administration.issueToken('acme'))).secret,
    reported,
    ...makeFill(makeScimService(dependenciesOf(storage, acme))),
    storage,
    acme,
    close: async () => {
      closing.abort();
      await server.close();
    },
  };
};

/** A request with a key. */
export const send = async (
  server: FastifyInstance,
  key: string | undefined,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
) => {
  const answer = await server.inject({
    method,
    url: `/api/v1${path}`,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
};
