// Requests of tests. They go out on node:http, because fetch would rewrite paths and headers that identity providers send as
// they are.
import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';
import {
  makeScimClient as makeClient,
  type ClientProfile,
  type ScimClient,
  type ScimTarget,
  type Transport,
  type WireRequest,
} from '@looop-scim/conformance';

export { PATCH_OP, type ScimAnswer, type ScimClient, type ScimRequest } from '@looop-scim/conformance';

const agent = new Agent({ keepAlive: true });

interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const readAnswer = async (response: IncomingMessage): Promise<Received> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk as Uint8Array));
  const bytes = Buffer.concat(chunks);
  const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, text };
};

/** Headers of a request; its length is told unless the request comes in chunks. */
const headersOf = ({ headers }: WireRequest, body: Buffer | undefined): Record<string, string> => ({
  ...headers,
  ...(body !== undefined && headers['transfer-encoding'] === undefined && { 'content-length': String(body.length) }),
});

type Send = (options: RequestOptions) => ClientRequest;

const transportBy =
  (send: Send): Transport =>
  (request) => {
    const origin = new URL(request.url);
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    return new Promise((resolve, reject) => {
      const outgoing = send({
        host: origin.hostname,
        port: origin.port,
        method: request.method,
        // The path as it was given: URL would normalise it.
        path: request.url.slice(request.url.indexOf('/', request.url.indexOf('//') + 2)),
        headers: headersOf(request, body),
      });
      let answered = false;
      outgoing.on('response', (response) => {
        answered = true;
        readAnswer(response).then(resolve, reject);
      });
      // After an early refusal (413) the rest of the body may meet a closed socket: the answer counts, not that.
      outgoing.on('error', (error) => {
        if (!answered) reject(error);
      });
      outgoing.end(body);
    });
  };

/** Sends requests by node:http just as they are. */
export const nodeTransport: Transport = transportBy((options) => httpRequest({ ...options, agent }));

/** The same over TLS, to a server whose certificate (a PEM text) is trusted. */
export const transportTrusting = (ca: string): Transport => {
  const tlsAgent = new TlsAgent({ keepAlive: true, ca });
  return transportBy((options) => tlsRequest({ ...options, agent: tlsAgent }));
};

/** Makes a client that sends what Okta does unless told otherwise, and rejects when an answer breaks what clients rely on. */
export const makeScimClient = (
  target: Omit<ScimTarget, 'transport'> & Partial<Pick<ScimTarget, 'transport'>>,
  profile?: ClientProfile,
): ScimClient => makeClient({ transport: nodeTransport, ...target }, profile);
