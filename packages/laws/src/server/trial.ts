// One case of a law on a server: what was asked is written down, what was made is deleted.
import { isObject, memberOf, textOf } from './json.ts';
import type { SendRequest, ServerAnswer, ServerRequest } from './send-request.ts';

/** Requests of one case. */
export interface Trial {
  /** Sends a request; fails unless the answer has one of the statuses. */
  readonly ask: (request: ServerRequest, ...statuses: readonly number[]) => Promise<ServerAnswer>;
  /** A user name that no other resource has. */
  readonly newUserName: () => string;
  /** The requests so far with their answers, one a line. */
  readonly log: () => string;
  /** The text with `$1`, `$2` and on in place of the ids that the server issued. */
  readonly named: (text: string) => string;
  /** Deletes what was made, the last first. */
  readonly cleanUp: () => Promise<void>;
}

/** A server does not keep a law; the message says how. */
export class ServerFault extends Error {}

/** Fails with the fault when there is one. */
export const expectThat = (fact: boolean, fault: string): void => {
  if (!fact) throw new ServerFault(fault);
};

const LONGEST_ANSWER = 600;

const requestLine = ({ method, path, headers, body }: ServerRequest): string =>
  [
    `${method} ${path}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [JSON.stringify(body)]),
  ].join(' ');

const answerLine = ({ status, body }: ServerAnswer): string =>
  `  ${status}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;

const shortened = (line: string): string =>
  line.startsWith(' ') && line.length > LONGEST_ANSWER ? `${line.slice(0, LONGEST_ANSWER)} ...` : line;

/** Begins a case. `nextName` numbers user names through all cases of a run. */
export const openTrial = (send: SendRequest, nextName: () => string): Trial => {
  const lines: string[] = [];
  const made: { readonly path: string; readonly id: string }[] = [];
  const named = (text: string): string => made.reduce((rest, { id }, at) => rest.replaceAll(id, `$$${at + 1}`), text);
  return {
    ask: async (request, ...statuses) => {
      lines.push(requestLine(request));
      const answer = await send(request);
      lines.push(answerLine(answer));
      const id = textOf(memberOf(answer.body, 'id'));
      if (request.method === 'POST' && answer.status < 300 && id !== '') {
        made.push({ path: `${request.path}/${encodeURIComponent(id)}`, id });
      }
      const what = `${request.method} ${request.path.split('?')[0]}`;
      expectThat(
        statuses.includes(answer.status),
        `${what} is answered ${answer.status}, not ${statuses.join(' or ')}`,
      );
      return answer;
    },
    newUserName: nextName,
    log: () => lines.map((line) => shortened(named(line))).join('\n'),
    named,
    cleanUp: async () => {
      for (const { path } of made.toReversed()) await send({ method: 'DELETE', path });
    },
  };
};

/** The JSON object of an answer. */
export const objectOf = ({ body }: ServerAnswer): Readonly<Record<string, unknown>> => {
  if (!isObject(body)) throw new ServerFault('an answer has no JSON object');
  return body;
};

/** The id that a server issued. */
export const idOf = (answer: ServerAnswer): string => {
  const id = textOf(objectOf(answer)['id']);
  expectThat(id !== '', 'a created resource has no id');
  return id;
};
