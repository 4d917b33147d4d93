// Loads whose answers are counted by status: a refusal for want of room is no error here.
import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { PreparedRequest } from '../load.ts';
import type { Statuses, Street } from './annoyance.ts';

/** Counts statuses. */
export const makeCounter = () => {
  const counts = new Map<number, number>();
  return {
    counts: counts as Statuses,
    count: (status: number): void => void counts.set(status, (counts.get(status) ?? 0) + 1),
  };
};

/** A client that was refused comes back after so long: a client that never pauses would measure refusals only. */
const PAUSE_MS = 20;

/** Sends one request and drops its answer; 0 when there is none. */
export const statusOf = async (
  { connections }: Pick<Street, 'connections'>,
  { method, path, body }: PreparedRequest,
  connection: number,
): Promise<number> => {
  const client = connections.clients[connection % connections.clients.length];
  try {
    const options: Dispatcher.RequestOptions = {
      method,
      path: connections.basePath + path,
      headers: connections.headers,
      body: body ?? null,
    };
    const answer = await client?.request(options);
    // `dump` would close the connection after a large answer.
    for await (const _chunk of answer?.body ?? []);
    return answer?.statusCode ?? 0;
  } catch {
    return 0;
  }
};

/** Every connection sends the next request as soon as the last one is answered. */
export const closedLoop =
  (street: Street, next: (position: number) => PreparedRequest) =>
  async (seconds: number): Promise<Statuses> => {
    const { counts, count } = makeCounter();
    const end = performance.now() + seconds * 1000;
    let position = 0;
    const loop = async (connection: number): Promise<void> => {
      while (performance.now() < end) {
        const status = await statusOf(street, next((position += 1)), connection);
        count(status);
        if (status !== 200 && status !== 204) await pause(PAUSE_MS);
      }
    };
    await Promise.all(street.connections.clients.map((_client, connection) => loop(connection)));
    return counts;
  };
