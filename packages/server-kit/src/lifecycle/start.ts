// Opening in order, closing in reverse.
import * as Effect from 'effect/Effect';
import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { composeServer, type ComposedServer } from '../composition/compose-server.ts';
import { buildServer, type BuiltServer } from '../http/server.ts';
import { certificateWarnings } from '../http/tls/certificate-warnings.ts';
import { keepCertificate } from '../http/tls/keep-certificate.ts';
import { readKeyPair, type KeyPair } from '../http/tls/key-pair.ts';
import type { Config } from '../settings/config.ts';
import { hostOf, isWildcard, SCIM_PATH } from '../settings/public-url.ts';
import { createDemoOrganisation, secretWithoutEffect, type FirstStart, type FirstStartRequest } from './first-start.ts';
import { makeRequestGuard } from '../limits/request-guard.ts';
import { openInstallation } from './open-installation.ts';
import { makeNoticeLog } from './notice-log.ts';
import { SHORT_BODY_BYTES, SHORT_WORK } from '../settings/work-limits.ts';
import { makeOffload } from '../workers/offload.ts';
import { startWorkers } from '../workers/start-workers.ts';
import { pushWebhooks } from './push-webhooks.ts';
import { finishRemovals } from './finish-removals.ts';
import { onlyOrganisation } from './only-organisation.ts';
import { keepJobs } from '../jobs/keep-jobs.ts';
import { keepAttributes } from './keep-attributes.ts';
import { makeHttpWebhookSender } from '@looop-scim/webhooks-http';
import { keepLogsShort } from './keep-logs-short.ts';
import { makeRetellQueue } from './retell-people.ts';

/** What is started, and how. */
export interface StartRequest extends Pick<FirstStartRequest, 'tryOut'> {
  readonly app: App;
  readonly config: Config;
  /** Told, a line each, what is done before there is a log. */
  readonly say?: (line: string) => void;
}

/** A server that answers requests. */
export interface RunningServer {
  readonly baseUrl: string;
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
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${address.port}${SCIM_PATH}`;
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

/** What is wrong with the certificate of a server, at the moment of its start. */
const warningsOf = (pair: KeyPair | undefined, host: string | undefined): readonly string[] =>
  pair === undefined ? [] : certificateWarnings(pair, { now: Date.now(), host }).map(({ text }) => text);

/** Looks after the certificate of a server that has one. */
const keepCertificateOf = (server: FastifyInstance, { tls: files, publicUrl }: Config, pair: KeyPair | undefined) => {
  if (files === undefined || pair === undefined) return undefined;
  return keepCertificate(server, { files, pair, host: hostOf(publicUrl) });
};

/** What workers are started with; undefined where the server's own thread does everything. */
const workersOf = ({ worker: program }: App, { store, work }: Config) =>
  program === undefined || work.workers === 0 || store.kind !== 'sqlite' ? undefined : { program, ...work };

/** Starts the server. Rejects when the storage cannot be opened or the address is taken; nothing stays open then. */
export const startServer = async (request: StartRequest): Promise<RunningServer> => {
  const { app, config } = request;
  // Before the store is opened: files that cannot be used must not have begun anything.
  const pair = config.tls && readKeyPair(config.tls);
  const wanted = workersOf(app, config);
  const limits = wanted === undefined ? config.work.limits : SHORT_WORK;
  const listening: { server?: FastifyInstance; baseUrl?: string } = {};
  const notices = makeNoticeLog(() => listening.server?.log, request.say ?? (() => undefined));
  // One that is looked after by commands is set up by one of them.
  const whenMissing = app.organisations === 'one' ? 'refuse' : 'create';
  const opened = await openInstallation(config.store, {
    whenMissing,
    limits,
    software: app.version,
    onNotice: notices.storage,
  });
  const { storage, installationSecret, file } = opened;
  const workers =
    wanted &&
    startWorkers(
      { store: config.store, file, installationSecret, limits: config.work.limits },
      wanted,
      notices.workerLost,
    );
  try {
    // Asked for by requests, and those come once the server listens; kept, since the last ones are answered when it does not.
    const baseUrl = (): string =>
      (listening.baseUrl ??= config.publicUrl ?? addressOf(listening.server, pair ? 'https' : 'http'));
    const offload = workers && { offload: makeOffload(workers, baseUrl) };
    const requestGuard = config.requestLimits && { requestGuard: makeRequestGuard(config.requestLimits) };
    const retellQueue = makeRetellQueue();
    const webhooks = { sender: makeHttpWebhookSender(config.webhooks), deliveryDays: config.webhooks.deliveryDays };
    const composed = composeServer({
      ...{ storage, installationSecret, baseUrl, webhooks, people: config.people },
      mappingSaved: retellQueue.saved,
      ...offload,
      ...requestGuard,
    });
    const unread = workers && { maxReadBytes: SHORT_BODY_BYTES };
    const { tls: _files, ...settings } = config;
    const built = buildServer({ ...settings, ...app, composed, storage, ...unread, ...(pair && { tls: pair }) });
    const { server } = built;
    listening.server = server;
    await server.listen({ host: config.host, port: config.port });
    try {
      const begun = await begin(request, composed);
      const keeper = keepCertificateOf(server, config, pair);
      const background = [
        finishRemovals(storage, server.log),
        keepAttributes({ storage, composed }, server.log),
        keepJobs({ storage, composed }, server.log),
        keepLogsShort({ storage, retention: config.retention, flush: composed.flushCounts }, server.log),
        retellQueue.start({ storage, retell: composed.retell }, server.log),
        pushWebhooks({ storage, deliveryOf: composed.deliveryOf, sender: webhooks.sender }, server.log),
      ];
      const stop = async (): Promise<void> => {
        keeper?.stop();
        await closeServer(built, config.connections.closingMs);
        for (const { stop: end } of background) await end();
        await workers?.close();
        await Effect.runPromise(storage.close());
        notices.stop();
      };
      const warnings = [...begun.warnings, ...warningsOf(pair, hostOf(config.publicUrl))];
      const renewing = keeper && { renewCertificate: keeper.look };
      return { baseUrl: baseUrl(), server, ...begun, warnings, ...renewing, stop };
    } catch (error) {
      await closeServer(built, 0);
      throw error;
    }
  } catch (error) {
    await workers?.close();
    await Effect.runPromise(storage.close());
    throw error;
  }
};
