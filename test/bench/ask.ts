// Single questions outside of the measurements: seeding, and checking that an answer is right before it is counted.
import { setTimeout } from 'node:timers/promises';
import type { Connections, PreparedRequest } from './load.ts';

/** An answer with its body read as JSON; null for an empty body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The server answered a check or a preparation in a way that makes measuring pointless. */
export class WrongAnswer extends Error {}

const TOO_MANY = 429;

/** Asks once over one of the connections. */
const ask = async (connections: Connections, request: PreparedRequest, connection = 0): Promise<Answer> => {
  const client = connections.clients[connection % connections.clients.length];
  if (client === undefined) throw new WrongAnswer('there is no connection');
  const { method, path, body } = request;
  const { basePath, headers } = connections;
  const response = await client.request({ method, path: basePath + path, headers, body: body ?? null });
  const text = await response.body.text();
  return { status: response.statusCode, body: text === '' ? null : (JSON.parse(text) as unknown) };
};

/** Asks and insists on a status; what is refused as too many is asked again a second later. Fails: WrongAnswer. */
export const askFor = async (
  connections: Connections,
  request: PreparedRequest,
  status: number,
  connection = 0,
): Promise<unknown> => {
  const answer = await ask(connections, request, connection);
  if (answer.status === TOO_MANY) {
    await setTimeout(1000);
    return askFor(connections, request, status, connection);
  }
  if (answer.status !== status) {
    throw new WrongAnswer(
      `${request.method} ${request.path}: ${answer.status} instead of ${status}: ${JSON.stringify(answer.body).slice(0, 300)}`,
    );
  }
  return answer.body;
};

/** The value under a name of an object; undefined for anything else. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

/** Insists on what a check found. Fails: WrongAnswer. */
export const insist = (right: boolean, what: string, found: unknown): void => {
  if (!right) throw new WrongAnswer(`${what}; the answer was ${JSON.stringify(found).slice(0, 300)}`);
};
