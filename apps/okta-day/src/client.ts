// The HTTP side of the day: one request at a time, with the headers that Okta sends, timed. It judges nothing.
import type { Exchange, ScimRequest } from './exchange.ts';
import { parseJson } from './json.ts';

/** Okta closes the socket of a provisioning request after this time. */
const oktaTimeoutMs = 60_000;

/** No answer came: nothing listens there, the connection broke, or the time was over. */
export class NoAnswer extends Error {
  readonly request: ScimRequest;

  constructor(request: ScimRequest, reason: string) {
    super(reason);
    this.name = 'NoAnswer';
    this.request = request;
  }
}

/** Sends requests to one SCIM server. */
export interface ScimClient {
  /** Rejects with NoAnswer when no answer came, and with the signal's reason when that was the cause. */
  readonly send: (request: ScimRequest, signal?: AbortSignal) => Promise<Exchange>;
}

/** What a client needs to know. */
export interface ClientSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly timeoutMs?: number;
}

/** The headers of a request as Okta sends them; a body adds its content type. */
export const requestHeaders = (request: ScimRequest, token: string): readonly (readonly [string, string])[] => [
  ['Authorization', `Bearer ${request.token ?? token}`],
  ['Accept', 'application/scim+json'],
  ['Accept-Charset', 'utf-8'],
  ['User-Agent', 'Okta SCIM Client 1.0.0'],
  ...(request.body === undefined ? [] : [['Content-Type', 'application/scim+json; charset=utf-8'] as const]),
];

/** Makes a client for one base URL and token. */
export const makeClient = (settings: ClientSettings): ScimClient => ({
  send: async (request, signal) => {
    const timeoutMs = settings.timeoutMs ?? oktaTimeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    const started = performance.now();
    try {
      const response = await fetch(settings.baseUrl + request.path, {
        method: request.method,
        headers: requestHeaders(request, settings.token).map(([name, value]) => [name, value]),
        // A redirect followed by fetch would turn a POST into a GET; Okta is to be given the right URL.
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      const text = await response.text();
      const milliseconds = performance.now() - started;
      return {
        request,
        status: response.status,
        headers: new Map(response.headers),
        text,
        json: parseJson(text),
        milliseconds,
      };
    } catch (error) {
      signal?.throwIfAborted();
      throw new NoAnswer(request, timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error));
    }
  },
});

/** fetch says only "fetch failed"; the reason stands in the innermost cause. */
const reasonOf = (error: unknown): string => {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return String(innermost);
  const code = 'code' in innermost && typeof innermost.code === 'string' ? innermost.code : undefined;
  if (innermost.message === '') return code ?? innermost.name;
  return code === undefined || innermost.message.includes(code) ? innermost.message : `${innermost.message} (${code})`;
};
