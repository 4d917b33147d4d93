// The load generator: connections that each send the next request as soon as the last one is answered.
// It shares the machine with the server, so it does no more per request than it must: bodies are ready before the
// clock starts, answers are counted and dropped, and one number per request is kept.
import { Client, type Dispatcher } from 'undici';
import type { Effort } from './options.ts';

/** A request ready to be sent. */
export interface PreparedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: string;
}

/** What the connections send, and the status that each answer must have, or the few of which it must have one. */
export interface Workload {
  /** The next request of a connection, counted from 0. */
  readonly next: (connection: number) => PreparedRequest;
  readonly status: number | readonly number[];
}

/** What came of a workload. Latencies are in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  /** What the first wrong answer said. */
  readonly firstError?: string;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Share of one core that the load generator itself used, 0 to 1 and more. */
  readonly clientCpu: number;
}

/** Connections to one server with the headers that every request carries. */
export interface Connections {
  readonly clients: readonly Client[];
  /** Scheme, host and port. */
  readonly origin: string;
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** No request may take longer; the bench is bounded in time. */
const requestTimeoutMs = 60_000;

/** So many wrong answers end a measurement early. */
const errorLimit = 1000;

/** Opens keep-alive connections. */
export const openConnections = (baseUrl: string, token: string, count: number): Connections => {
  const { origin, pathname } = new URL(baseUrl);
  const clients = Array.from(
    { length: count },
    () =>
      new Client(origin, {
        pipelining: 1,
        headersTimeout: requestTimeoutMs,
        bodyTimeout: requestTimeoutMs,
        keepAliveTimeout: 60_000,
      }),
  );
  return {
    clients,
    origin,
    basePath: pathname,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/scim+json',
      'content-type': 'application/scim+json; charset=utf-8',
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.destroy()));
    },
  };
};

/** Runs a workload on all connections until the effort is spent. */
export const runLoad = async (connections: Connections, workload: Workload, effort: Effort): Promise<LoadResult> => {
  const run = new LoadRun(connections, workload, effort);
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await run.finished();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const latencies = Float64Array.from(run.latencies).toSorted();
  return {
    requests: latencies.length,
    errors: run.errors,
    ...(run.firstError !== undefined && { firstError: run.firstError }),
    seconds,
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    clientCpu: (user + system) / 1e6 / seconds,
  };
};

/** The value below which a share of sorted values lies; 0 of nothing. */
export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

class LoadRun {
  readonly latencies: number[] = [];
  errors = 0;
  firstError: string | undefined;
  readonly #connections: Connections;
  readonly #workload: Workload;
  readonly #right: ReadonlySet<number>;
  readonly #deadline: number;
  #left: number;

  constructor(connections: Connections, workload: Workload, effort: Effort) {
    this.#connections = connections;
    this.#workload = workload;
    this.#right = new Set([workload.status].flat());
    this.#left = effort.requests ?? Number.MAX_SAFE_INTEGER;
    this.#deadline =
      effort.requests === undefined ? performance.now() + effort.seconds * 1000 : Number.POSITIVE_INFINITY;
  }

  async finished(): Promise<void> {
    await Promise.all(this.#connections.clients.map((client, connection) => this.#loop(client, connection)));
  }

  #goesOn(): boolean {
    if (this.#left <= 0 || this.errors >= errorLimit) return false;
    this.#left -= 1;
    return performance.now() < this.#deadline;
  }

  #note(status: number, body: string): void {
    if (this.#right.has(status)) return;
    this.errors += 1;
    this.firstError ??= `${status === 0 ? 'no answer' : status}: ${body.slice(0, 300)}`;
  }

  #loop(client: Client, connection: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let started = 0;
    let status = 0;
    let wrongBody = '';
    const settle = (): void => {
      this.latencies.push(performance.now() - started);
      this.#note(status, wrongBody);
      send();
    };
    const receiver: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseData: (_controller, chunk) => {
        if (!this.#right.has(status)) wrongBody += chunk.toString('utf8');
      },
      onResponseEnd: settle,
      onResponseError: (_controller, error) => {
        status = 0;
        wrongBody = error.message;
        settle();
      },
    };
    const send = (): void => {
      if (!this.#goesOn()) {
        resolve(undefined);
        return;
      }
      const { method, path, body } = this.#workload.next(connection);
      status = 0;
      wrongBody = '';
      started = performance.now();
      const { basePath, headers } = this.#connections;
      client.dispatch({ method, path: basePath + path, headers, body: body ?? null }, receiver);
    };
    send();
    return promise;
  }
}
