// Files of TLS that a server starts with, and those that it refuses with one line.
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateWarnings, weaknessOf } from '../../src/http/tls/certificate-warnings.ts';
import { makeKeyPair, readKeyPair } from '../../src/http/tls/key-pair.ts';
import {
  makeCertificate,
  type CertificateWish,
  type MadeCertificate,
} from '../../../../test/support/server/certificates.ts';

const files = { certificate: '/etc/looop/cert.pem', key: '/etc/looop/key.pem' };
let made: MadeCertificate;
let other: MadeCertificate;
beforeAll(async () => {
  [made, other] = [await makeCertificate({ names: ['scim.example.com', '10.0.0.7'] }), await makeCertificate()];
});

const pairOf = (cert: string, key: string) => makeKeyPair({ cert, key }, files);

describe('a certificate and its key', () => {
  it('are taken, also with certificates of authorities after it and with other text between', () => {
    const { certificates } = pairOf(`a remark\n${made.cert}\n${other.cert}\n`, made.key);
    expect(certificates.map(({ subject }) => subject)).toEqual(['CN=scim.example.com', 'CN=localhost']);
  });

  it('that do not belong together are refused', () => {
    expect(() => pairOf(made.cert, other.key)).toThrow(/key\.pem belongs to another certificate/u);
  });

  it('in the wrong order are refused, with the order that is right', () => {
    expect(() => pairOf(`${other.cert}\n${made.cert}`, made.key)).toThrow(
      /must begin with the certificate of the server/u,
    );
  });

  it('are refused when a file cannot be read, naming variable and file', () => {
    expect(() => readKeyPair(files)).toThrow(/^LOOOP_SCIM_TLS_CERT \/etc\/looop\/cert\.pem cannot be read: ENOENT/u);
  });

  it.each([
    ['no certificate', () => pairOf('hello', made.key), /holds no certificate/u],
    ['half a certificate', () => pairOf(made.cert.slice(0, 200), made.key), /holds no certificate/u],
    [
      'a certificate that is none',
      () => pairOf('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', made.key),
      /cannot be read/u,
    ],
    ['no key', () => pairOf(made.cert, made.cert), /holds no private key/u],
  ])('with %s are refused', (_name, make, line) => {
    expect(make).toThrow(line);
  });

  it('are refused when the key has a passphrase, with the command that takes it away', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    for (const type of ['pkcs8', 'sec1'] as const) {
      const key = privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString();
      expect(() => pairOf(made.cert, key)).toThrow(
        /encrypted by a passphrase.*openssl pkey -in \/etc\/looop\/key\.pem/u,
      );
    }
  });

  it('with an RSA key of fewer than 2048 bits are refused: OpenSSL does not serve with it', async () => {
    const weak = await makeCertificate({ rsaBits: 1024 });
    expect(() => pairOf(weak.cert, weak.key)).toThrow(/its RSA key has 1024 bits, and 2048 are needed/u);
  });
});

describe('warnings about a certificate', () => {
  const HOST = 'scim.example.com';
  const warningsOf = async (wish: CertificateWish, host: string | undefined) => {
    const { cert, key } = await makeCertificate({ names: [HOST, '10.0.0.7'], ...wish });
    return certificateWarnings(pairOf(cert, key), { now: Date.now(), host }).map(({ text }) => text);
  };

  it.each([
    ['for the host, valid for a year', {}, HOST, []],
    ['for the address', {}, '10.0.0.7', []],
    ['for a wildcard', { names: ['*.example.com'] }, HOST, []],
    ['of a server whose name is not known', { names: ['x'] }, undefined, []],
    ['for another host', { names: ['x.example'] }, HOST, [/is not for scim\.example\.com.*DNS:x\.example/u]],
    ['for another address', {}, '10.0.0.8', [/is not for 10\.0\.0\.8/u]],
    ['that ends in 31 days', { to: 30.5 }, HOST, []],
    ['that ends in 29 days', { to: 29 }, HOST, [/expires on .*, within 30 days/u]],
    ['that ends in 6 days', { to: 6 }, HOST, [/within 7 days/u]],
    ['that ends in hours', { to: 0.5 }, HOST, [/within a day/u]],
    ['that has ended', { from: -9, to: -1 }, HOST, [/has expired on/u]],
    ['that begins tomorrow', { from: 1 }, HOST, [/is valid from .* on/u]],
  ])('%s', async (_name, wish, host, lines) => {
    const found = await warningsOf(wish, host);
    expect(found).toEqual(lines.map((line) => expect.stringMatching(line)));
  });

  it('name weak keys', () => {
    const nameOf = (curve: string) => weaknessOf(generateKeyPairSync('ec', { namedCurve: curve }).publicKey);
    expect(nameOf('secp224r1')).toBe('a key of 224 bits on secp224r1');
    expect(['prime256v1', 'secp384r1', 'secp521r1'].map(nameOf)).toEqual([undefined, undefined, undefined]);
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(weaknessOf(publicKey)).toBe('an RSA key of 1024 bits');
    expect(weaknessOf(generateKeyPairSync('ed25519').publicKey)).toBeUndefined();
  });
});
