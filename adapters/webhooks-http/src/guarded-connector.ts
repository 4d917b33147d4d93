// Connections that cannot be turned inward. What a name leads to is decided when the connection is made, by the very addresses that
// are connected to: a name that changes its answer afterwards changes nothing. A host that is an address is not looked up at all,
// and is checked before; what a connection has come to is checked once more.
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { kindOfAddress, literalAddress, type Networks } from './allowed-address.ts';

/** The host leads to no address that messages may go to. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
}

/** How names are looked up: all addresses of a name. */
export type LookUp = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What connections are made with. */
export interface ConnectorOptions {
  readonly networks: Networks;
  readonly timeoutMs: number;
  /** Default: as the system does. */
  readonly lookUp?: LookUp;
}

/** Hands over the addresses that may be connected to; `mayBe` knows them. */
const filteringLookup =
  (lookUp: LookUp, mayBe: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => mayBe(address));
      const [first] = allowed;
      if (first === undefined) return callback(new BlockedAddress(), '', 0);
      return options.all === true ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };

/** Makes the connector. Without TLS only networks that the operator has named are connected to. */
export const guardedConnector = ({
  networks,
  timeoutMs,
  lookUp = systemLookup,
}: ConnectorOptions): buildConnector.connector => {
  const connectorOf = (mayBe: (address: string) => boolean): buildConnector.connector => {
    const connect = buildConnector({ timeout: timeoutMs, lookup: filteringLookup(lookUp, mayBe) });
    return (options, callback) => {
      const address = literalAddress(options.hostname);
      if (address !== undefined && !mayBe(address)) {
        callback(new BlockedAddress(), null);
        return;
      }
      connect(options, (...outcome) => {
        const [error, socket] = outcome;
        if (error === null && !mayBe(socket.remoteAddress ?? '')) {
          socket.destroy();
          callback(new BlockedAddress(), null);
          return;
        }
        callback(...outcome);
      });
    };
  };
  const secure = connectorOf((address) => kindOfAddress(address, networks) !== 'blocked');
  const plain = connectorOf((address) => kindOfAddress(address, networks) === 'allowed');
  return (options, callback) => (options.protocol === 'https:' ? secure : plain)(options, callback);
};
