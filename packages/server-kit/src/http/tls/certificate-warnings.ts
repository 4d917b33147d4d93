// What an administrator should know of a certificate that can be used: for how long, for which name, and how strong its key is.
import type { KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { LEAST_RSA_BITS, type KeyPair } from './key-pair.ts';

/** One thing about a certificate. */
export interface CertificateWarning {
  /** Changes when there is something new to say: a warning that was given is not repeated at once. */
  readonly kind: string;
  /** One sentence without a full stop. */
  readonly text: string;
}

/** What certificates are looked at by. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Name or address by which clients reach the server; undefined where it is not known. */
  readonly host: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days before the end at which somebody is told, nearest first. */
const DAYS_BEFORE = [1, 7, 30];

const LEAST_EC_BITS = 256;

const dateOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** The first number in the name of a curve that can be its size: `secp224r1`, `prime256v1`. */
const bitsOfCurve = (curve: string): number | undefined => {
  const size = /\d{3}/u.exec(curve);
  return size === null ? undefined : Number(size[0]);
};

/** How a key is called that is easier to break than it should be; undefined for others. */
export const weaknessOf = ({
  asymmetricKeyType,
  asymmetricKeyDetails = {},
}: Pick<KeyObject, 'asymmetricKeyType' | 'asymmetricKeyDetails'>): string | undefined => {
  const { modulusLength, namedCurve } = asymmetricKeyDetails;
  if (modulusLength !== undefined && modulusLength < LEAST_RSA_BITS)
    return `an ${asymmetricKeyType === 'dsa' ? 'DSA' : 'RSA'} key of ${modulusLength} bits`;
  const bits = namedCurve === undefined ? undefined : bitsOfCurve(namedCurve);
  return bits !== undefined && bits < LEAST_EC_BITS ? `a key of ${bits} bits on ${namedCurve}` : undefined;
};

const periodWarning = (certificate: X509Certificate, whose: string, now: number): CertificateWarning | undefined => {
  const [from, to] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()];
  if (now < from) {
    return {
      kind: `early ${whose}`,
      text: `${whose} is valid from ${dateOf(from)} on: until then clients refuse it; is the clock right`,
    };
  }
  if (now > to) return { kind: `expired ${whose}`, text: `${whose} has expired on ${dateOf(to)}: clients refuse it` };
  const left = DAYS_BEFORE.find((days) => to - now <= days * DAY_MS);
  if (left === undefined) return undefined;
  return {
    kind: `expires ${left} ${whose}`,
    text: `${whose} expires on ${dateOf(to)}, within ${left === 1 ? 'a day' : `${left} days`}: renew it`,
  };
};

const isFor = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;

/** Everything there is to say of a pair, at a moment. */
export const certificateWarnings = (
  { certificates }: Pick<KeyPair, 'certificates'>,
  { now, host }: Circumstances,
): readonly CertificateWarning[] => {
  const [own] = certificates;
  const warnings = certificates.flatMap((certificate, index) => {
    const whose = index === 0 ? 'The TLS certificate' : `The certificate of the authority ${index}`;
    return periodWarning(certificate, whose, now) ?? [];
  });
  const weakness = weaknessOf(own.publicKey);
  if (weakness !== undefined) {
    warnings.push({
      kind: 'weak',
      text: `The TLS certificate has ${weakness}, which is too weak: ask for one with RSA 2048 or P-256`,
    });
  }
  if (host !== undefined && !isFor(own, host)) {
    const names = own.subjectAltName ?? own.subject;
    warnings.push({
      kind: 'name',
      text: `The TLS certificate is not for ${host}: clients refuse it (it is for ${names.replaceAll('\n', ', ')})`,
    });
  }
  return warnings;
};
