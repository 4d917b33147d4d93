// Sends requests just as they are: fetch would rewrite paths and headers that identity providers send.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createGunzip, createInflate } from 'node:zlib';
import type { Transport, WireRequest } from '@looop-scim/conformance';

/** Milliseconds without a byte after which a request is given up. */
const SILENCE_MS = 30_000;

const decoded = (response: IncomingMessage): AsyncIterable<unknown> => {
  const coding = response.headers['content-encoding'];
  if (coding === 'gzip') return response.pipe(createGunzip());
  return coding === 'deflate' ? response.pipe(createInflate()) : response;
};

const textOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of decoded(response)) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
};

/** Path and query as given: a URL object would normalise them. */
const rawPathOf = (url: string): string => {
  const slash = url.indexOf('/', url.indexOf('//') + 2);
  return slash < 0 ? '/' : url.slice(slash);
};

/** Headers of a request; its length is told unless the request comes in chunks. */
const headersOf = ({ headers }: WireRequest, body: Buffer | undefined): Record<string, string> => ({
  ...headers,
  ...(body !== undefined && headers['transfer-encoding'] === undefined && { 'content-length': String(body.length) }),
});

/** The transport. It follows no redirect. Rejects when no answer arrives. */
export const httpTransport: Transport = (request) => {
  const { hostname, port, protocol } = new URL(request.url);
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send({
      // Brackets around an address of version 6 belong to the URL alone.
      host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      ...(port !== '' && { port }),
      method: request.method,
      path: rawPathOf(request.url),
      headers: headersOf(request, body),
      timeout: SILENCE_MS,
    });
    let isAnswered = false;
    outgoing.on('response', (response) => {
      isAnswered = true;
      textOf(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        reject,
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing came for ${SILENCE_MS / 1000} seconds`)));
    // After an early refusal the rest of the body may meet a closed socket: the answer counts.
    outgoing.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    outgoing.end(body);
  });
};
