// The requests of one connection are served one after the other, and one in a turn of the event loop: a client that sends
// hundreds of them at once (pipelining, RFC 9112 section 9.3.2) does not come before everybody else.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of a connection that wait before nothing more is read from it; what was read in one piece waits as well. */
const MOST_WAITING = 16;

/** The requests of a connection that were read and are not answered yet. */
interface Line {
  busy: boolean;
  readonly waiting: (readonly [IncomingMessage, ServerResponse])[];
}

/** Who waits for an answer, connection by connection. */
export interface OneAtATime {
  /** Has a handler serve one request of a connection at a time. Those that wait when the connection ends are not served. */
  readonly inTurn: (serve: RequestListener) => RequestListener;
  /** Whether further requests of a connection were read and wait for their turn. */
  readonly hasWaiting: (socket: Socket) => boolean;
}

/** Makes the order in which requests are served. */
export const makeOneAtATime = (): OneAtATime => {
  const lines = new WeakMap<Socket, Line>();

  const lineOf = (socket: Socket): Line => {
    const known = lines.get(socket);
    if (known !== undefined) return known;
    const line: Line = { busy: false, waiting: [] };
    lines.set(socket, line);
    // Node.js reads on when it is done with a request.
    socket.on('resume', () => {
      if (line.waiting.length >= MOST_WAITING) socket.pause();
    });
    return line;
  };

  const inTurn = (serve: RequestListener): RequestListener => {
    const begin = (socket: Socket, line: Line, request: IncomingMessage, response: ServerResponse): void => {
      line.busy = true;
      response.once('close', () => setImmediate(next, socket, line));
      serve(request, response);
    };
    const next = (socket: Socket, line: Line): void => {
      line.busy = false;
      if (socket.destroyed) line.waiting.length = 0;
      const waiting = line.waiting.shift();
      if (waiting === undefined) return;
      if (line.waiting.length < MOST_WAITING && socket.isPaused()) socket.resume();
      begin(socket, line, ...waiting);
    };
    return (request, response) => {
      const { socket } = request;
      const line = lineOf(socket);
      if (!line.busy && line.waiting.length === 0) return begin(socket, line, request, response);
      line.waiting.push([request, response]);
      if (line.waiting.length >= MOST_WAITING) socket.pause();
    };
  };

  return {
    inTurn,
    hasWaiting: (socket) => (lines.get(socket)?.waiting.length ?? 0) > 0,
  };
};
