// Certificates for tests, made when they are needed.
// First: @peculiar/x509 asks for it when it is loaded.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a certificate is to be like. */
export interface CertificateWish {
  /** Names and addresses that it is for; the first one is also its subject. */
  readonly names?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** Bits of an RSA key; by default the key is on the curve P-256. */
  readonly rsaBits?: number;
}

/** PEM texts. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength,
});

const isAddress = (name: string): boolean =>
  name.includes(':') || [...name].every((one) => one === '.' || (one >= '0' && one <= '9'));

/** Makes a certificate that is signed by its own key. */
export const makeCertificate = async ({
  names = ['localhost', '127.0.0.1'],
  from = -1,
  to = 365,
  rsaBits,
}: CertificateWish = {}): Promise<MadeCertificate> => {
  const algorithm = rsaBits === undefined ? P256 : rsa(rsaBits);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${names[0] ?? 'nobody'}`,
      notBefore: new Date(Date.now() + from * DAY_MS),
      notAfter: new Date(Date.now() + to * DAY_MS),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new SubjectAlternativeNameExtension(names.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value }))),
      ],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: certificate.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') };
};
