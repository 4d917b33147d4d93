// What browsers are told with every page.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consolePlugin } from '@looop-scim/http-console';

const INDEX = '<!doctype html><html><head><meta name="csp-nonce" content=""></head><body></body></html>';
const ADDRESSES = [
  '/',
  '/sign-in',
  '/link',
  '/account',
  '/accounts',
  '/organisations',
  '/o/acme/overview',
  '/icon.svg',
];

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-pages-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), INDEX);
  await writeFile(join(directory, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(directory, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'shared-abc.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'shared-abc.js.br'), '');
});
afterAll(() => rm(directory, { recursive: true }));

const serve = async (isHttps: boolean) => {
  const server = fastify();
  await server.register(consolePlugin, { directory, isHttps });
  return server;
};

const directivesOf = (policy: unknown): ReadonlyMap<string, string> =>
  new Map(
    String(policy)
      .split(';')
      .map((directive) => {
        const [name = '', ...values] = directive.trim().split(' ');
        return [name, values.join(' ')] as const;
      }),
  );

describe('a page', () => {
  it.each(ADDRESSES)('at %s is framed by nobody (clickjacking)', async (url) => {
    const server = await serve(true);
    const { statusCode, headers } = await server.inject({ url });
    expect([statusCode, headers['x-frame-options']]).toEqual([200, 'DENY']);
    expect(directivesOf(headers['content-security-policy']).get('frame-ancestors')).toBe("'none'");
    await server.close();
  });

  it('runs our own programs alone, asks our own server alone, and sends forms nowhere else', async () => {
    const server = await serve(true);
    const { headers, body } = await server.inject({ url: '/sign-in' });
    const directives = directivesOf(headers['content-security-policy']);
    const [nonce] = body.split('content="')[1]?.split('"') ?? [];
    expect(nonce).toMatch(/^[0-9a-f]{32,}$/u);
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': "'none'",
      'script-src': expect.stringMatching(/^'self'( 'nonce-[0-9a-f]+')?$/u),
      'style-src': `'self' 'nonce-${nonce}'`,
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const again = await server.inject({ url: '/sign-in' });
    expect(again.body).not.toContain(nonce);
    await server.close();
  });

  it('behind the sign-in names what it will need, and the page of the sign-in does not', async () => {
    const server = await serve(true);
    const { headers } = await server.inject({ url: '/o/acme/overview' });
    expect(headers.link).toBe(
      '</api/v1/session>; rel=preload; as=fetch; crossorigin, </assets/shared-abc.js>; rel=modulepreload',
    );
    for (const url of ['/sign-in', '/link']) {
      expect((await server.inject({ url })).headers).not.toHaveProperty('link');
    }
    await server.close();
  });

  it('is kept to https where it is reached by https, and nowhere else', async () => {
    const [secure, plain] = [await serve(true), await serve(false)];
    expect((await secure.inject({ url: '/' })).headers['strict-transport-security']).toContain('max-age=31536000');
    expect((await plain.inject({ url: '/' })).headers).not.toHaveProperty('strict-transport-security');
    await Promise.all([secure.close(), plain.close()]);
  });
});
