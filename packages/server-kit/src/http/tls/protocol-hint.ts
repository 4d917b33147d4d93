// A proxy or client that speaks TLS to a plain port, or plain HTTP to one with TLS, sees a broken connection and nothing else: the
// log says why.
import type { FastifyInstance } from 'fastify';

/** First byte of a TLS record that holds a handshake. */
const HANDSHAKE = 0x16;

/** Between two lines: whoever knocks again and again must not fill the log. */
const QUIET_MS = 60_000;

const isHandshake = (error: Error): boolean =>
  'rawPacket' in error && error.rawPacket instanceof Uint8Array && error.rawPacket[0] === HANDSHAKE;

const isPlainRequest = (error: Error): boolean => 'code' in error && error.code === 'ERR_SSL_HTTP_REQUEST';

/** Logs a warning, once a minute at most, when the other protocol is spoken to the server. */
export const hintAtOtherProtocol = (server: FastifyInstance, now: () => number = () => performance.now()): void => {
  let quietUntil = -Infinity;
  const hint = (isWrong: (error: Error) => boolean, line: string) => (error: Error) => {
    if (!isWrong(error) || now() < quietUntil) return;
    quietUntil = now() + QUIET_MS;
    server.log.warn(line);
  };
  const toPlain = 'TLS was spoken to the plain port: let the proxy in front end TLS and speak http to this port';
  server.server.on('clientError', hint(isHandshake, toPlain));
  const toTls = 'plain HTTP was spoken to the port with TLS: let clients and the proxy in front use https';
  server.server.on('tlsClientError', hint(isPlainRequest, toTls));
};
