// Whether an identity provider can reach the base URL, as far as the URL itself says.

/** Why it cannot: the address is that of the own machine, or the connection is not encrypted. */
export type ReachFault = 'ownMachine' | 'notEncrypted';

/** Whether a name is an IPv4 address of the own machine, and not one that only begins like it. */
const isLoopback = (hostname: string): boolean => {
  const [first, ...others] = hostname.split('.');
  return (
    first === '127' && others.length === 3 && others.every((part) => part !== '' && Number.isInteger(Number(part)))
  );
};

const isOwnMachine = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(hostname) || hostname === '[::1]';

/** What keeps an identity provider on the internet from using the URL; undefined when nothing in it does. */
export const reachFault = (baseUrl: string): ReachFault | undefined => {
  const { hostname, protocol } = new URL(baseUrl);
  if (isOwnMachine(hostname)) return 'ownMachine';
  return protocol === 'https:' ? undefined : 'notEncrypted';
};
