// A certificate with its key, read from PEM files and looked at before it is used.
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigurationError } from '../../settings/environment.ts';
import type { TlsFiles } from '../../settings/tls.ts';

/** What is served with. */
export interface KeyPair {
  /** PEM texts. */
  readonly cert: string;
  readonly key: string;
  /** Of the server first, then those of authorities. */
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
}

/** The texts of both files. */
export interface PemTexts {
  readonly cert: string;
  readonly key: string;
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const refuse = (message: string): never => {
  throw new ConfigurationError(message);
};

const readText = (name: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`${name} ${path} cannot be read: ${messageOf(error)}`);
  }
};

/** Reads both files. @throws ConfigurationError with one line that names the file */
export const readPemTexts = ({ certificate, key }: TlsFiles): PemTexts => ({
  cert: readText('LOOOP_SCIM_TLS_CERT', certificate),
  key: readText('LOOOP_SCIM_TLS_KEY', key),
});

/** The certificates of a PEM text, in its order. */
const blocksOf = (pem: string): readonly string[] => {
  const blocks: string[] = [];
  for (let begin = pem.indexOf(BEGIN); begin >= 0;) {
    const end = pem.indexOf(END, begin);
    if (end < 0) break;
    blocks.push(pem.slice(begin, end + END.length));
    begin = pem.indexOf(BEGIN, end);
  }
  return blocks;
};

const certificatesOf = (pem: string, path: string): KeyPair['certificates'] => {
  try {
    const [own, ...others] = blocksOf(pem).map((block) => new X509Certificate(block));
    if (own !== undefined) return [own, ...others];
  } catch (error) {
    return refuse(`LOOOP_SCIM_TLS_CERT ${path} holds a certificate that cannot be read: ${messageOf(error)}`);
  }
  return refuse(`LOOOP_SCIM_TLS_CERT ${path} holds no certificate: it must be a PEM file with a line ${BEGIN}`);
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const keyOf = (pem: string, path: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    if (codeOf(error) === 'ERR_MISSING_PASSPHRASE' || pem.includes('ENCRYPTED')) {
      return refuse(
        `LOOOP_SCIM_TLS_KEY ${path} is encrypted by a passphrase, which nobody could enter at a start: ` +
          `write the key without one by: openssl pkey -in ${path} -out FILE`,
      );
    }
    return refuse(
      `LOOOP_SCIM_TLS_KEY ${path} holds no private key: it must be a PEM file with a line such as -----BEGIN PRIVATE KEY-----`,
    );
  }
};

/** Fewest bits of a key with RSA. */
export const LEAST_RSA_BITS = 2048;

/** What OpenSSL has against a pair that fits together. */
const refusalOf = (error: unknown, [own]: KeyPair['certificates'], path: string): string => {
  const bits = own.publicKey.asymmetricKeyDetails?.modulusLength;
  const why =
    bits !== undefined && bits < LEAST_RSA_BITS
      ? `its RSA key has ${bits} bits, and ${LEAST_RSA_BITS} are needed`
      : messageOf(error);
  return `LOOOP_SCIM_TLS_CERT ${path} cannot be used: ${why}. Ask for a new certificate`;
};

/**
 * Makes what is served with of the texts of both files.
 * @throws ConfigurationError with one line that names the file and says what is wrong: no certificate or key, a key with a
 * passphrase, one of another certificate, an order of certificates that clients do not accept, a key that OpenSSL refuses
 */
export const makeKeyPair = ({ cert, key }: PemTexts, files: TlsFiles): KeyPair => {
  const certificates = certificatesOf(cert, files.certificate);
  const privateKey = keyOf(key, files.key);
  const [own, ...others] = certificates;
  if (!own.checkPrivateKey(privateKey)) {
    if (others.some((other) => other.checkPrivateKey(privateKey)))
      refuse(
        `LOOOP_SCIM_TLS_CERT ${files.certificate} must begin with the certificate of the server, before those of authorities`,
      );
    refuse(
      `The key of LOOOP_SCIM_TLS_KEY ${files.key} belongs to another certificate than that of LOOOP_SCIM_TLS_CERT ${files.certificate}`,
    );
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    refuse(refusalOf(error, certificates, files.certificate));
  }
  return { cert, key, certificates };
};

/** Reads both files and makes what is served with. @throws ConfigurationError, as `readPemTexts` and `makeKeyPair` do */
export const readKeyPair = (files: TlsFiles): KeyPair => makeKeyPair(readPemTexts(files), files);
