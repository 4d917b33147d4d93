// What a URL of a receiver may be, as far as it says so itself. Names are looked up when a message is sent.
import { kindOfAddress, literalAddress, type Networks } from './allowed-address.ts';

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Names that lead to the machine itself: RFC 6761 section 6.3. */
const isLocalName = (hostname: string): boolean => {
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  return name === 'localhost' || name.endsWith('.localhost');
};

/** What is wrong with a URL, wherever it leads. */
const formFault = ({ protocol, username, password, hash }: URL, networks: Networks): string | undefined => {
  if (protocol !== 'https:' && (protocol !== 'http:' || networks.length === 0)) return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not have a user or password: check the signature instead';
  return hash === '' ? undefined : 'must not have a fragment (#)';
};

/** What is wrong with where a URL leads, as far as it is written in it. */
const hostFault = ({ protocol, hostname }: URL, networks: Networks): string | undefined => {
  if (isLocalName(hostname) && networks.length === 0) return 'must not lead to the server itself';
  const address = literalAddress(hostname);
  if (address === undefined) return undefined;
  const kind = kindOfAddress(address, networks);
  if (kind === 'blocked') return 'must not lead to an address that is not on the public internet';
  return kind === 'public' && protocol === 'http:' ? 'must begin with https://' : undefined;
};

/**
 * Why nothing may be sent to a URL; undefined when it may. Messages carry data of people: they go over TLS, unless they stay in a
 * network that the operator has named.
 */
export const refusalOfUrl = (text: string, networks: Networks): string | undefined => {
  const url = parsed(text);
  if (url === undefined) return 'must be a URL such as https://platform.example/webhooks';
  return formFault(url, networks) ?? hostFault(url, networks);
};
