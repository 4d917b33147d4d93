// The ways in which a server is spoken to: what holds of connections has to hold over both.
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer, request as tlsRequest } from 'node:https';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { makeKeyPair, type KeyPair } from '../../src/http/tls/key-pair.ts';
import { makeCertificate } from '../../../../test/support/server/certificates.ts';
import { watchRaw, type RawClient } from './raw-client.ts';

/** What was asked, and of which server. */
export interface Question {
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One way. */
export interface Protocol {
  readonly name: 'http' | 'https';
  /** Given to a server that is to be spoken to in this way. */
  readonly tls: { readonly tls?: KeyPair };
  readonly createServer: (serve: RequestListener, options?: ServerOptions) => Server;
  /** What a server tells of a connection on which requests may come. */
  readonly connection: 'connection' | 'secureConnection';
  /** Begins a connection. */
  readonly connect: (port: number) => Socket;
  readonly openRaw: (port: number) => Promise<RawClient>;
  /** Asks on a connection of its own, and waits for the whole answer. */
  readonly ask: (question: Question) => Promise<{ readonly answer: IncomingMessage; readonly bytes: number }>;
}

const askBy =
  (send: typeof request | typeof tlsRequest): Protocol['ask'] =>
  async ({ port, path, method = 'GET', headers = {} }) => {
    const asked = send({ host: '127.0.0.1', port, path, method, headers, agent: false, rejectUnauthorized: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let bytes = 0;
    for await (const chunk of answer) bytes += (chunk as Buffer).length;
    return { answer, bytes };
  };

const connectPlain = (port: number): Socket => connect(port, '127.0.0.1');
const connectSecurely = (port: number): Socket => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });

const http: Protocol = {
  name: 'http',
  tls: {},
  createServer: (serve, options = {}) => createServer(options, serve),
  connection: 'connection',
  connect: connectPlain,
  openRaw: async (port) => {
    const socket = connectPlain(port);
    await once(socket, 'connect');
    return watchRaw(socket);
  },
  ask: askBy(request),
};

const files = { certificate: 'cert.pem', key: 'key.pem' };
const pair = makeKeyPair(await makeCertificate(), files);

const https: Protocol = {
  name: 'https',
  tls: { tls: pair },
  createServer: (serve, options = {}) => createTlsServer({ ...options, cert: pair.cert, key: pair.key }, serve),
  connection: 'secureConnection',
  connect: connectSecurely,
  openRaw: async (port) => {
    const socket = connectSecurely(port);
    await once(socket, 'secureConnect');
    return watchRaw(socket);
  },
  ask: askBy(tlsRequest),
};

/** Both ways. */
export const PROTOCOLS: readonly Protocol[] = [http, https];
