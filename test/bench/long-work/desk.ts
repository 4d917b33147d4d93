// The learning platform as long work needs it: it asks for a job and looks how far it is.
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { field, insist, WrongAnswer } from '../ask.ts';

/** The platform of one organisation. */
export interface Desk {
  /** Sends a request and answers with the body of its answer. Fails: WrongAnswer for a status that is none of 2xx. */
  readonly ask: (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    sent?: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
  ) => Promise<unknown>;
  /** The report of a job that has succeeded; undefined while it goes on. Fails: WrongAnswer for one that has failed. */
  readonly reportOf: (path: string) => Promise<unknown>;
  /** Waits until a job has succeeded and answers with its report. */
  readonly ended: (path: string) => Promise<unknown>;
  /** The number of the last event. */
  readonly lastEvent: () => Promise<number>;
}

const LOOK_EVERY_MS = 500;

/** Where a server's API is, from where its SCIM is. */
const apiOf = (baseUrl: string): string => new URL('/api/v1', baseUrl).href;

/** Makes the platform that comes with a key. */
export const makeDesk = (baseUrl: () => string, key: string): Desk => {
  const ask: Desk['ask'] = async (method, path, sent) => {
    const answer = await request(apiOf(baseUrl()) + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...sent?.headers },
      body: sent?.body ?? null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new WrongAnswer(`${method} ${path}: ${answer.statusCode}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as unknown;
  };
  const reportOf: Desk['reportOf'] = async (path) => {
    const job = await ask('GET', path);
    const state = field(job, 'state');
    insist(state === 'queued' || state === 'running' || state === 'succeeded', 'a job must succeed', job);
    return state === 'succeeded' ? field(job, 'report') : undefined;
  };
  const ended: Desk['ended'] = async (path) => {
    for (;;) {
      const report = await reportOf(path);
      if (report !== undefined) return report;
      await pause(LOOK_EVERY_MS);
    }
  };
  return {
    ask,
    reportOf,
    ended,
    lastEvent: async () => Number(field(await ask('GET', '/users?limit=1'), 'feedPosition')),
  };
};

/** Waits between two looks at what goes on. */
export const lookAgain = (): Promise<void> => pause(LOOK_EVERY_MS);
