// The certificate of a server that runs: renewed files are taken into use without a restart, and somebody is told before it ends.
import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { ConfigurationError } from '../../settings/environment.ts';
import type { TlsFiles } from '../../settings/tls.ts';
import { certificateWarnings } from './certificate-warnings.ts';
import { makeKeyPair, readPemTexts, type KeyPair } from './key-pair.ts';

/** Between two looks at the files. They are read, since a link may lead to other files without a change of its own. */
const LOOK_EVERY_MS = 10_000;

/** After that a warning is repeated. */
const REPEAT_AFTER_MS = 24 * 60 * 60 * 1000;

/** Settings of every TLS connection. */
export const TLS_SETTINGS = { minVersion: 'TLSv1.2' } as const;

/** What is kept. */
export interface KeptCertificate {
  readonly files: TlsFiles;
  /** In use since the start. */
  readonly pair: KeyPair;
  readonly host: string | undefined;
}

/** The certificate while the server runs. */
export interface CertificateKeeper {
  /** Looks at the files now. */
  readonly look: () => void;
  readonly stop: () => void;
}

/** Logs warnings, each once a day. */
const makeReminder = (server: FastifyInstance, host: KeptCertificate['host']) => {
  const told = new Map<string, number>();
  return (pair: KeyPair, now: number): void => {
    for (const { kind, text } of certificateWarnings(pair, { now, host })) {
      if (now - (told.get(kind) ?? -Infinity) < REPEAT_AFTER_MS) continue;
      told.set(kind, now);
      server.log.warn(text);
    }
  };
};

/**
 * Begins to look after the certificate of a server. A new pair is used by the connections that come after it; one that cannot be
 * used is logged, and the pair before stays.
 */
export const keepCertificate = (
  server: FastifyInstance,
  { files, pair, host }: KeptCertificate,
  clock: () => number = Date.now,
): CertificateKeeper => {
  const remind = makeReminder(server, host);
  let inUse = pair;
  let seen = pair.cert + pair.key;
  let complaint = '';

  const complain = (error: unknown): void => {
    if (!(error instanceof ConfigurationError)) throw error;
    if (error.message === complaint) return;
    complaint = error.message;
    server.log.error(`${error.message}. The certificate of before stays in use`);
  };

  const renew = (): void => {
    const texts = readPemTexts(files);
    // They can be read: when that ends, it is said again.
    complaint = '';
    if (texts.cert + texts.key === seen) return;
    seen = texts.cert + texts.key;
    const fresh = makeKeyPair(texts, files);
    if (server.server instanceof TlsServer)
      server.server.setSecureContext({ ...TLS_SETTINGS, cert: fresh.cert, key: fresh.key });
    inUse = fresh;
    server.log.info({ validTo: fresh.certificates[0].validToDate.toISOString() }, 'the TLS certificate was replaced');
  };

  const look = (): void => {
    try {
      renew();
    } catch (error) {
      complain(error);
    }
    remind(inUse, clock());
  };

  remind(inUse, clock());
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
};
