// The neighbour: another organisation that reads one user every 10 ms, whatever the others do. A thread of its own, so that
// what the load generator is busy with does not count as waiting for the server.
import { parentPort, workerData } from 'node:worker_threads';
import { Agent } from 'undici';

/** What the thread is given. */
export interface VisitorSettings {
  readonly baseUrl: string;
  readonly token: string;
  /** Users that it reads in turns. */
  readonly ids: readonly string[];
}

/** What the neighbour has met since it was last asked. */
export interface Visits {
  /** Milliseconds from the moment at which a request was due to the end of its answer. */
  readonly latencies: readonly number[];
  /** Answers other than 200, and requests without an answer. */
  readonly wrong: number;
}

const EVERY_MS = 10;
/** A request that is due is sent, even when those before it still wait. */
const CONNECTIONS = 256;

const { baseUrl, token, ids } = workerData as VisitorSettings;
const agent = new Agent({ connections: CONNECTIONS, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
const { origin, pathname } = new URL(baseUrl);
const headers = { authorization: `Bearer ${token}`, accept: 'application/scim+json' };

let latencies: number[] = [];
let wrong = 0;

const visit = async (position: number, due: number): Promise<void> => {
  try {
    const path = `${pathname}/Users/${ids[position % ids.length] ?? ''}`;
    const { statusCode, body } = await agent.request({ origin, path, method: 'GET', headers });
    await body.dump();
    if (statusCode !== 200) wrong += 1;
  } catch {
    wrong += 1;
  }
  latencies.push(performance.now() - due);
};

const started = performance.now();
let sent = 0;
const sendDue = (): void => {
  for (; started + sent * EVERY_MS <= performance.now(); sent += 1) void visit(sent, started + sent * EVERY_MS);
};
setInterval(sendDue, 1);

parentPort?.on('message', () => {
  parentPort?.postMessage({ latencies, wrong } satisfies Visits);
  latencies = [];
  wrong = 0;
});
