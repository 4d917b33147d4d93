// More requests than the server can answer, and clients that never read what they asked for.
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { runLoad, type PreparedRequest } from '../load.ts';
import { pick } from '../scenarios/scenario.ts';
import type { Annoyance, Statuses } from './annoyance.ts';
import { makeCounter, statusOf } from './statuses.ts';

/** Requests under way at the same time, at most; what is due beyond them is given up. */
const MOST_UNDER_WAY = 4096;

const openLoop: Annoyance = {
  name: 'open-loop',
  title: 'reads by id at twice the rate that was answered',
  prepare: async (street) => {
    const { connections, users } = street;
    const read = (position: number) => ({ method: 'GET', path: `/Users/${pick(users, position * 7919).id}` }) as const;
    let position = 0;
    const measured = await runLoad(
      connections,
      { status: [200, 429], next: () => read((position += 1)) },
      { seconds: 2 },
    );
    const perMillisecond = (2 * measured.perSecond) / 1000;
    return async (seconds: number): Promise<Statuses> => {
      const { counts, count } = makeCounter();
      const underWay = new Set<Promise<void>>();
      const begin = (request: PreparedRequest, connection: number): void => {
        if (underWay.size >= MOST_UNDER_WAY) return;
        const answered = statusOf(street, request, connection).then(count);
        underWay.add(answered);
        void answered.finally(() => underWay.delete(answered));
      };
      const started = performance.now();
      for (let sent = 0; performance.now() < started + seconds * 1000; await pause(1)) {
        const due = Math.floor((performance.now() - started) * perMillisecond);
        for (; sent < due; sent += 1) begin(read(sent), sent);
      }
      await Promise.all(underWay);
      return counts;
    };
  },
};

/** Connections that ask for pages and never read them. */
const DEAF_CLIENTS = 60;

const openDeafClient = (host: string, port: number, request: string): Socket => {
  const socket = connect(port, host);
  socket.pause();
  // A connection that the server cuts is what is hoped for.
  socket.on('error', () => undefined);
  socket.write(request);
  return socket;
};

const deafClients: Annoyance = {
  name: 'deaf',
  title: `${DEAF_CLIENTS} clients that never read their pages`,
  prepare: async ({ connections }) => {
    const { hostname, port } = new URL(connections.origin);
    const head = Object.entries(connections.headers).map(([name, value]) => `${name}: ${value}`);
    const request = [`GET ${connections.basePath}/Users?count=1000 HTTP/1.1`, `host: ${hostname}`, ...head, '', ''];
    return async (seconds: number): Promise<Statuses> => {
      const sockets = Array.from({ length: DEAF_CLIENTS }, () =>
        openDeafClient(hostname, Number(port), request.join('\r\n').repeat(4)),
      );
      await pause(seconds * 1000);
      for (const socket of sockets) socket.destroy();
      return new Map();
    };
  },
};

export const FLOODS: readonly Annoyance[] = [openLoop, deafClients];
