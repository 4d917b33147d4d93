// Which addresses messages may go to: those of the public internet, and networks that the operator has named. Whatever else an
// address is, it leads to this machine, to its neighbours or to no single receiver.
import ipaddr from 'ipaddr.js';

/** Networks, as address and length of the prefix. */
export type Networks = readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];

/** Reads networks with commas between, such as `10.0.0.0/8,fd00::/8`; undefined when one of them is none. */
export const parseNetworks = (text: string): Networks | undefined => {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => ipaddr.isValidCIDR(part))) return undefined;
  return parts.map((part) => ipaddr.parseCIDR(part));
};

/** Global unicast (RFC 4291 section 2.4): what lies beside it, such as an IPv4 address in the last 32 bits, is not routed. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, [network, length]: Networks[number]): boolean =>
  address.kind() === network.kind() && address.match(network, length);

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || isWithin(address, GLOBAL));

/** What an address is: public, in a network that the operator allows, or neither. An IPv4 address in IPv6 counts as what it is. */
export const kindOfAddress = (text: string, networks: Networks): 'public' | 'allowed' | 'blocked' => {
  if (!ipaddr.isValid(text)) return 'blocked';
  const address = ipaddr.process(text);
  if (networks.some((network) => isWithin(address, network))) return 'allowed';
  return isPublic(address) ? 'public' : 'blocked';
};

/** The address that the host of a URL is; undefined when it is a name. */
export const literalAddress = (hostname: string): string | undefined => {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : undefined;
};
