// TLS of a server, from its files at the start to its end.
import type { FastifyInstance } from 'fastify';
import { certificateWarnings } from '../http/tls/certificate-warnings.ts';
import { keepCertificate, type CertificateKeeper } from '../http/tls/keep-certificate.ts';
import { readKeyPair, type KeyPair } from '../http/tls/key-pair.ts';
import type { Config } from '../settings/config.ts';
import { hostOf } from '../settings/public-url.ts';

/** What a server is spoken to with. */
export interface ServedTls {
  readonly scheme: 'http' | 'https';
  readonly options: { readonly tls?: KeyPair };
  /** What is wrong with the certificate, a line each. */
  readonly warnings: readonly string[];
  /** Begins to look after the certificate, where there is one. */
  readonly keep: (server: FastifyInstance) => CertificateKeeper | undefined;
}

/** Reads the files of TLS. @throws ConfigurationError when they cannot be used */
export const readTls = ({ tls: files, publicUrl }: Pick<Config, 'tls' | 'publicUrl'>): ServedTls => {
  if (files === undefined) return { scheme: 'http', options: {}, warnings: [], keep: () => undefined };
  const pair = readKeyPair(files);
  const host = hostOf(publicUrl);
  return {
    scheme: 'https',
    options: { tls: pair },
    warnings: certificateWarnings(pair, { now: Date.now(), host }).map(({ text }) => text),
    keep: (server) => keepCertificate(server, { files, pair, host }),
  };
};
