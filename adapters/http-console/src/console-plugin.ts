// The web pages of administrators: one document for every address of a page, and its assets.
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPage } from './page.ts';
import { securityHeaders } from './security-headers.ts';

/** What the plugin needs from the composition root. */
export interface ConsolePluginOptions {
  /** The folder of the built pages: `index.html`, and `assets/` whose files have a hash in their names. */
  readonly directory: string;
  /** Whether people reach the server by https: browsers then keep to it for a year. */
  readonly isHttps: boolean;
}

/** Addresses of pages. Everything else stays with the server, so that a misspelled SCIM URL is no page. */
const OPEN_PAGES = ['/sign-in', '/link'];
const PAGES_BEHIND_SIGN_IN = ['/', '/account', '/accounts', '/organisations', '/o/*'];

/** What pages behind the sign-in ask first: who is signed in. */
const ASKED_FIRST = '</api/v1/session>; rel=preload; as=fetch; crossorigin';
/** How the name of the file begins that holds what these pages share. */
const SHARED = 'shared-';

/** Tells browsers what they will need before they have read the code that says so (RFC 8288). */
const readLinks = async (directory: string): Promise<string> => {
  const assets = await readdir(join(directory, 'assets'));
  const shared = assets.filter((name) => name.startsWith(SHARED) && name.endsWith('.js'));
  return [ASKED_FIRST, ...shared.map((name) => `</assets/${name}>; rel=modulepreload`)].join(', ');
};

/** The longest that a browser may keep what never changes, in milliseconds. */
const FOR_EVER_MS = 31_536_000_000;

/** The plugin; register it without a prefix. Fails: Error when the folder holds no built pages. */
export const consolePlugin: FastifyPluginAsync<ConsolePluginOptions> = async (fastify, { directory, isHttps }) => {
  const page = await readPage(directory);
  const links = await readLinks(directory);
  await fastify.register(helmet, securityHeaders(isHttps));
  await fastify.register(files, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    wildcard: false,
    immutable: true,
    maxAge: FOR_EVER_MS,
    preCompressed: true,
  });
  fastify.get('/icon.svg', (_request, reply) =>
    reply.sendFile('icon.svg', directory, { maxAge: '1d', immutable: false }),
  );
  const send = (reply: FastifyReply): FastifyReply =>
    reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .send(page(reply.cspNonce.style));
  for (const path of OPEN_PAGES) fastify.get(path, (_request, reply) => send(reply));
  for (const path of PAGES_BEHIND_SIGN_IN) {
    fastify.get(path, (_request, reply) => send(reply.header('link', links)));
  }
};
