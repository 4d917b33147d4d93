// A proxy or client that speaks TLS to the plain port sees a broken connection and nothing else: the log says why.
import type { FastifyInstance } from 'fastify';

/** First byte of a TLS record that holds a handshake. */
const HANDSHAKE = 0x16;

/** Between two lines: whoever knocks again and again must not fill the log. */
const QUIET_MS = 60_000;

const isHandshake = (error: Error): boolean =>
  'rawPacket' in error && error.rawPacket instanceof Uint8Array && error.rawPacket[0] === HANDSHAKE;

/** Logs a warning, once a minute at most, when TLS is spoken to the server. */
export const hintAtTls = (server: FastifyInstance, now: () => number = () => performance.now()): void => {
  let quietUntil = -Infinity;
  server.server.on('clientError', (error) => {
    if (!isHandshake(error) || now() < quietUntil) return;
    quietUntil = now() + QUIET_MS;
    server.log.warn('TLS was spoken to the plain port: let the proxy in front end TLS and speak http to this port');
  });
};
