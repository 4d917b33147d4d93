// Requests as bytes on a socket: what Node.js would answer by itself, or hand on as it came.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildInProcess, type InProcess } from '../../../test/support/server/in-process.ts';

let inProcess: InProcess;
let port = 0;
beforeAll(async () => {
  inProcess = await buildInProcess();
  await inProcess.server.listen({ host: '127.0.0.1', port: 0 });
  const [address] = inProcess.server.addresses();
  port = typeof address === 'object' ? address.port : 0;
});
afterAll(() => inProcess.server.close());

/** Sends a text, ends the sending side, and collects what comes back. */
const exchange = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject).on('close', () => resolve(answer));
    socket.end(text);
  });

const lines = (...head: readonly string[]): string => `${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n`;

const USER = '{"userName":"raw@acme.example"}';
const JSON_BODY = ['Content-Type: application/scim+json', `Content-Length: ${USER.length}`];

describe('a request without Host (RFC 9112 section 3.2)', () => {
  it('is 400 as a SCIM Error', async () => {
    const answer = await exchange(lines('GET /scim/v2/Users HTTP/1.1', 'Authorization: Bearer x'));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
    expect(answer).toContain('Content-Type: application/scim+json'.toLowerCase());
    expect(answer).toContain('"status":"400"');
    expect(answer).toContain('Host');
  });

  it('is served in HTTP/1.0, which has no such header', async () => {
    expect(await exchange('GET /scim/v2/Users HTTP/1.0\r\nAuthorization: Bearer x\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 200 /u,
    );
  });
});

it('an expectation other than 100-continue is not held against a request (RFC 9110 section 10.1.1)', async () => {
  const head = lines('POST /scim/v2/Users HTTP/1.1', 'Host: x', 'Expect: 200-ok', ...JSON_BODY);
  expect(await exchange(`${head}${USER}`)).toMatch(/^HTTP\/1\.1 201 /u);
});

it.each(['http://looop.example', 'HTTPS://looop.example:8443'])(
  'a whole URI with the origin %s is a target like its path (RFC 9112 section 3.2.2)',
  async (origin) => {
    const answer = await exchange(
      lines(`GET ${origin}/scim/v2/Users?filter=userName%20eq%20%22nobody%22 HTTP/1.1`, 'Host: looop.example'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /u);
    expect(answer).toContain('"totalResults":0');
  },
);

it('a body that its client cuts off is no failure of the server', async () => {
  const socket = connect(port, '127.0.0.1');
  const head = ['POST /scim/v2/Users HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Content-Length: 100'];
  await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n{"userName":`, () => resolve()));
  // The answer to the next request says that the first one has arrived.
  await exchange(lines('GET /scim/v2/Users HTTP/1.1', 'Host: x'));
  const before = inProcess.log().length;
  socket.resetAndDestroy();
  await expect.poll(() => inProcess.log().slice(before)).toContain('request aborted by its client');
  expect(inProcess.log()).not.toContain('unexpected failure');
  expect(inProcess.log()).not.toContain('"level":50');
});

describe('what is given up before it is a request', () => {
  it('says that it must be HTTP, with the id of its log line, and takes in what still comes', async () => {
    const before = inProcess.log().length;
    const answer = await exchange(`no HTTP at all\r\n\r\n${'more of it '.repeat(20_000)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/u);
    expect(answer.split('HTTP/1.1 ')).toHaveLength(2);
    const { detail } = JSON.parse(answer.slice(answer.indexOf('{'))) as { detail: string };
    expect(detail).toContain('must be valid HTTP');
    const line = inProcess.log().slice(before);
    expect(line).toContain('"status":400');
    expect(line).toContain('"msg":"answered"');
  });

  it('says how many bytes of headers there may be (431)', async () => {
    const answer = await exchange(lines('GET /scim/v2/Users HTTP/1.1', 'Host: x', `X-Long: ${'x'.repeat(140_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /u);
    expect(answer).toContain('131072');
  });
});
