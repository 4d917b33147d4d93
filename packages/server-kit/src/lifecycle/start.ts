// Opening in order, closing in reverse.
import * as Effect from 'effect/Effect';
import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { webhookSenderWhenNeeded } from '../composition/loaded-when-needed.ts';
import { composeServer, type ComposedServer } from '../composition/compose-server.ts';
import { hasPages } from '../http/pages.ts';
import { buildServer, type BuiltServer } from '../http/server.ts';
import type { StorageLimits } from '@looop-scim/provisioning/ports';
import type { WebhookParts } from '../composition/services.ts';
import type { Config } from '../settings/config.ts';
import { isWildcard, pagesOf, SCIM_PATH } from '../settings/public-url.ts';
import { createDemoOrganisation, secretWithoutEffect, type FirstStart, type FirstStartRequest } from './first-start.ts';
import { makeRequestGuard, type CountingGuard } from '../limits/request-guard.ts';
import { openInstallation, type Installation } from './open-installation.ts';
import { makeNoticeLog, type NoticeLog } from './notice-log.ts';
import { SHORT_BODY_BYTES, SHORT_WORK } from '../settings/work-limits.ts';
import { makeOffload } from '../workers/offload.ts';
import { startWorkers } from '../workers/start-workers.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { pushWebhooks } from './push-webhooks.ts';
import { shareLimits } from './share-limits.ts';
import { finishRemovals, type Background } from './finish-removals.ts';
import { onlyOrganisation } from './only-organisation.ts';
import { keepJobs } from '../jobs/keep-jobs.ts';
import { keepAttributes } from './keep-attributes.ts';
import { keepLogsShort } from './keep-logs-short.ts';
import { makeRetellQueue, type RetellQueue } from './retell-people.ts';
import { readTls, type ServedTls } from './serve-tls.ts';

/** What is started, and how. */
export interface StartRequest extends Pick<FirstStartRequest, 'tryOut'> {
  readonly app: App;
  readonly config: Config;
  /** Told, a line each, what is done before there is a log. */
  readonly say?: (line: string) => void;
  /** Where the log goes. Default: stdout. */
  readonly log?: NodeJS.WritableStream;
}

/** A server that answers requests. */
export interface RunningServer {
  /** Where it listens, for clients on this machine. */
  readonly url: string;
  readonly baseUrl: string;
  /** Where its pages are; absent when there are none. */
  readonly consoleUrl?: string;
  readonly firstStart: FirstStart;
  /** What the operator should know of settings that have no effect on this store, a line each. */
  readonly warnings: readonly string[];
  readonly server: FastifyInstance;
  /** Takes renewed files of TLS into use at once; absent where plain HTTP is served. */
  readonly renewCertificate?: () => void;
  /** Stops accepting, answers what is in flight, closes the storage. */
  readonly stop: () => Promise<void>;
}

/** The URL that a client on this machine reaches the server by. */
const addressOf = (server: FastifyInstance | undefined, scheme: 'http' | 'https'): string => {
  const address = server?.addresses()[0];
  if (address === undefined || typeof address === 'string') throw new Error('The server does not listen');
  const host = isWildcard(address.address) ? '127.0.0.1' : address.address;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
};

/** Stops listening, waits for what is in flight and for the connections, then closes what belongs to the server. */
const closeServer = async ({ server, end }: BuiltServer, graceMs: number): Promise<void> => {
  await end(graceMs);
  await server.close();
};

/** What a first start does, once nothing can keep it from showing the token that it makes. */
const begin = async ({ app, config, tryOut }: StartRequest, composed: ComposedServer) => {
  const { checkToken, checkKey } = composed;
  if (app.organisations === 'one') {
    await onlyOrganisation(composed.administration, app.operatorCommand);
    return { firstStart: { kind: 'none' as const }, warnings: [] };
  }
  const firstStart = await createDemoOrganisation(composed, { ...config, tryOut });
  if (firstStart.kind !== 'none') return { firstStart, warnings: [] };
  const { demoToken, demoKey } = config;
  const given = [
    { variable: 'LOOOP_SCIM_TOKEN', secret: demoToken, check: checkToken },
    { variable: 'LOOOP_SCIM_PLATFORM_KEY', secret: demoKey, check: checkKey },
  ] as const;
  const warnings = await Promise.all(given.map((one) => secretWithoutEffect(one, app.operatorCommand)));
  return { firstStart, warnings: warnings.flat() };
};

/** What workers are started with; undefined where the server's own thread does everything. */
const workersOf = ({ worker: program }: App, { store, work }: Config) =>
  program === undefined || work.workers === 0 || store.kind !== 'sqlite' ? undefined : { program, ...work };

/** The store that a server is started on. */
const openStore = ({ app, config }: StartRequest, limits: StorageLimits, onNotice: NoticeLog['storage']) => {
  // One that is looked after by commands is set up by one of them.
  const whenMissing = app.organisations === 'one' ? 'refuse' : 'create';
  return openInstallation(config.store, { whenMissing, limits, software: app.version, onNotice });
};

/** What the server consists of. */
interface Parts {
  readonly installation: Installation;
  readonly workers: WorkerPool | undefined;
  readonly retellQueue: RetellQueue;
  readonly webhooks: WebhookParts & { readonly sender: ReturnType<typeof webhookSenderWhenNeeded> };
  readonly tls: ServedTls;
  readonly baseUrl: () => string;
  readonly requestGuard: CountingGuard | undefined;
}

/** Wires everything, and builds what listens. */
const assemble = ({ app, config, log }: StartRequest, parts: Parts) => {
  const { installation, workers, retellQueue, webhooks, tls, baseUrl, requestGuard } = parts;
  const { storage, installationSecret } = installation;
  const composed = composeServer({
    ...{ storage, installationSecret, baseUrl, webhooks, people: config.people },
    organisations: app.organisations,
    mappingSaved: retellQueue.saved,
    ...(workers && { offload: makeOffload(workers, baseUrl) }),
    ...(requestGuard && { requestGuard }),
  });
  const unread = workers && { maxReadBytes: SHORT_BODY_BYTES };
  const { tls: _files, ...settings } = config;
  return {
    composed,
    built: buildServer({ ...settings, ...app, ...(log && { log }), composed, storage, ...unread, ...tls.options }),
  };
};

/** Begins what goes on beside the requests. */
const beginBackground = (
  { app, config: { retention, requestLimits: limits } }: StartRequest,
  { installation: { storage }, retellQueue, webhooks: { sender }, requestGuard }: Parts,
  { log }: FastifyInstance,
  composed: ComposedServer,
): readonly Background[] => [
  finishRemovals(storage, log),
  keepAttributes({ storage, composed }, log),
  keepJobs({ storage, composed }, log),
  keepLogsShort({ storage, retention, flush: composed.flushCounts }, log),
  retellQueue.start({ storage, retell: composed.retell }, log),
  pushWebhooks({ storage, deliveryOf: composed.deliveryOf, sender }, log),
  // An app for one organisation has one server for a store.
  ...(limits && requestGuard && app.organisations !== 'one'
    ? [shareLimits({ storage, limits, admission: requestGuard.admission }, log)]
    : []),
];

/** Parts that the server makes for itself. */
const ownParts = ({ requestLimits }: Config): Pick<Parts, 'retellQueue' | 'requestGuard'> => ({
  retellQueue: makeRetellQueue(),
  requestGuard: requestLimits && makeRequestGuard(requestLimits),
});

/** Starts the server. Rejects when the storage cannot be opened or the address is taken; nothing stays open then. */
export const startServer = async (request: StartRequest): Promise<RunningServer> => {
  const { app, config } = request;
  // Before the store is opened: files that cannot be used must not have begun anything.
  const tls = readTls(config);
  const wanted = workersOf(app, config);
  const listening: { server?: FastifyInstance; baseUrl?: string } = {};
  const notices = makeNoticeLog(() => listening.server?.log, request.say ?? (() => undefined));
  const limits = wanted === undefined ? config.work.limits : SHORT_WORK;
  const installation = await openStore(request, limits, notices.storage);
  const { storage, installationSecret, file } = installation;
  const shared = { store: config.store, file, installationSecret, limits: config.work.limits };
  const workers = wanted && startWorkers(shared, wanted, notices.workerLost);
  const close = async (): Promise<void> => {
    await workers?.close();
    await Effect.runPromise(storage.close());
  };
  try {
    // Asked for by requests, and those come once the server listens; kept, since the last ones are answered when it does not.
    const baseUrl = (): string =>
      (listening.baseUrl ??= config.publicUrl ?? `${addressOf(listening.server, tls.scheme)}${SCIM_PATH}`);
    const { networks, deliveryDays } = config.webhooks;
    const webhooks = { sender: webhookSenderWhenNeeded(networks), deliveryDays };
    const parts: Parts = { installation, workers, ...ownParts(config), webhooks, tls, baseUrl };
    const { composed, built } = assemble(request, parts);
    const { server } = built;
    listening.server = server;
    await server.listen({ host: config.host, port: config.port });
    try {
      const begun = await begin(request, composed);
      const background = beginBackground(request, parts, server, composed);
      const keeper = tls.keep(server);
      const stop = async (): Promise<void> => {
        keeper?.stop();
        await closeServer(built, config.connections.closingMs);
        for (const { stop: end } of background) await end();
        await close();
        notices.stop();
      };
      const renewing = keeper && { renewCertificate: keeper.look };
      const warnings = [...begun.warnings, ...tls.warnings];
      const urls = {
        url: addressOf(server, tls.scheme),
        baseUrl: baseUrl(),
        ...(hasPages(app) && { consoleUrl: pagesOf(baseUrl()) }),
      };
      return { ...urls, server, ...begun, warnings, ...renewing, stop };
    } catch (error) {
      await closeServer(built, 0);
      throw error;
    }
  } catch (error) {
    await close();
    throw error;
  }
};
