// A server over TLS, from its start: what it answers, what is renewed while it runs, and what it does not start with.
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../src/lifecycle/start.ts';
import { readConfig } from '../../src/settings/config.ts';
import { ConfigurationError } from '../../src/settings/environment.ts';
import { server as app } from '../support/app.ts';
import { makeCertificate, type MadeCertificate } from '../../../../test/support/server/certificates.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-scim-tls-'));
});
afterAll(() => rm(directory, { recursive: true }));

let count = 0;
const put = async ({ cert, key }: MadeCertificate, folder = directory) => {
  const files = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  for (const [path, text] of [
    [files.certificate, cert],
    [files.key, key],
  ] as const) {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
  return files;
};

/** Starts a server with a certificate; its log is read line by line. */
const start = async (made: MadeCertificate, publicUrl?: string, pages: readonly URL[] = []) => {
  count += 1;
  const dataDirectory = join(directory, `data-${count}`);
  const files = await put(made);
  const environment = {
    LOOOP_SCIM_DATA: dataDirectory,
    PORT: '0',
    LOG_LEVEL: 'warn',
    LOOOP_SCIM_WORKERS: '0',
    LOOOP_SCIM_CLOSING_SECONDS: '0',
    LOOOP_SCIM_TLS_CERT: files.certificate,
    LOOOP_SCIM_TLS_KEY: files.key,
    ...(publicUrl && { LOOOP_SCIM_PUBLIC_URL: publicUrl }),
  };
  const running = await startServer({ app: { ...app, pages }, config: readConfig(environment, app), tryOut: true });
  const lines: string[] = [];
  for (const level of ['warn', 'error'] as const) {
    running.server.log[level] = (...args: readonly unknown[]) => void lines.push(String(args.at(-1)));
  }
  onTestFinished(() => running.stop());
  return { ...running, lines, port: Number(new URL(running.baseUrl).port || 0) };
};

const ask = async (port: number, path: string, options: RequestOptions = {}) => {
  const asked = request({ host: '127.0.0.1', port, path, agent: false, ...options });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer;
};

/** The serial number of the certificate that a new connection is shown. */
const shownBy = async (port: number): Promise<string> => {
  const socket: TLSSocket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
};

describe('a server with a certificate', () => {
  it('answers over TLS a client that trusts it, and says https in its base URL', async () => {
    const made = await makeCertificate();
    const { baseUrl, port, warnings } = await start(made);
    expect([baseUrl, warnings]).toEqual([`https://127.0.0.1:${port}/scim/v2`, []]);
    expect((await ask(port, '/healthz', { ca: made.cert })).statusCode).toBe(200);
    await expect(ask(port, '/healthz')).rejects.toThrow(/self-signed/u);
  });

  it('has browsers use nothing but https for its pages', async () => {
    const made = await makeCertificate();
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), '<html><head><meta name="csp-nonce" content=""></head></html>');
    const { port } = await start(made, undefined, [pathToFileURL(`${directory}/`)]);
    const { headers } = await ask(port, '/', { ca: made.cert, headers: { accept: 'text/html' } });
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('speaks TLS 1.2 and nothing older', async () => {
    const made = await makeCertificate();
    const { port } = await start(made);
    const versions = { ca: made.cert, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect((await ask(port, '/healthz', { ...versions, maxVersion: 'TLSv1.2' })).statusCode).toBe(200);
    await expect(ask(port, '/healthz', { ...versions, maxVersion: 'TLSv1.1' })).rejects.toThrow(
      /protocol version|alert/u,
    );
  });

  it('warns at its start of a certificate for another name, and that it is about to end', async () => {
    const { warnings } = await start(await makeCertificate({ to: 3 }), 'https://scim.example.com');
    expect(warnings).toEqual([
      expect.stringMatching(/expires on/u),
      expect.stringMatching(/not for scim\.example\.com/u),
    ]);
  });

  it('shows a renewed certificate to whoever connects after it, and keeps the one before when the files are broken', async () => {
    const { port, renewCertificate, lines } = await start(await makeCertificate());
    const open: TLSSocket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(open, 'secureConnect');
    const before = await shownBy(port);
    renewCertificate?.();
    expect(await shownBy(port)).toBe(before);
    const renewed = await makeCertificate({ to: 3 });
    await put(renewed);
    renewCertificate?.();
    const after = await shownBy(port);
    expect(after).not.toBe(before);
    expect(lines).toEqual([expect.stringMatching(/within 7 days/u)]);
    const { key } = await makeCertificate();
    await put({ cert: renewed.cert, key });
    for (let look = 0; look < 3; look += 1) renewCertificate?.();
    expect([await shownBy(port), lines.slice(1)]).toEqual([
      after,
      [expect.stringMatching(/belongs to another certificate.*stays in use/u)],
    ]);
    await rm(join(directory, 'key.pem'));
    for (let look = 0; look < 3; look += 1) renewCertificate?.();
    expect(lines.slice(2)).toEqual([expect.stringMatching(/cannot be read.*stays in use/u)]);
    await put(await makeCertificate());
    renewCertificate?.();
    expect(await shownBy(port)).not.toBe(after);
    // Who was connected before still is.
    open.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const [answer] = (await once(open, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
  });

  it('says each time that its files cannot be read any more, also when the same ones were back in between', async () => {
    const made = await makeCertificate();
    const { renewCertificate, lines } = await start(made);
    for (let time = 0; time < 2; time += 1) {
      await rm(join(directory, 'key.pem'));
      for (let look = 0; look < 3; look += 1) renewCertificate?.();
      await put(made);
      renewCertificate?.();
    }
    const unreadable = expect.stringMatching(/cannot be read.*stays in use/u);
    expect(lines).toEqual([unreadable, unreadable]);
  });

  it('warns in its log when plain HTTP is spoken to it', async () => {
    const { port, lines } = await start(await makeCertificate());
    for (let time = 0; time < 2; time += 1) {
      const socket = connectPlain(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(lines).toEqual([expect.stringMatching(/plain HTTP was spoken to the port with TLS/u)]);
  });

  it('does not start with files that cannot be used, and makes nothing', async () => {
    const [made, other] = [await makeCertificate(), await makeCertificate()];
    await expect(start({ cert: made.cert, key: other.key })).rejects.toThrow(ConfigurationError);
    await expect(rm(join(directory, `data-${count}`), { recursive: true })).rejects.toThrow('ENOENT');
  });
});
