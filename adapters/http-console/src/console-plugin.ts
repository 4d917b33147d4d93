// The web pages of administrators: one document for every address of a page, and its assets.
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
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
const PAGES = ['/', '/sign-in', '/link', '/account', '/accounts', '/organisations', '/o/*'];

/** The longest that a browser may keep what never changes, in milliseconds. */
const FOR_EVER_MS = 31_536_000_000;

/** The plugin; register it without a prefix. Fails: Error when the folder holds no built pages. */
export const consolePlugin: FastifyPluginAsync<ConsolePluginOptions> = async (fastify, { directory, isHttps }) => {
  const page = await readPage(directory);
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
  for (const path of PAGES) {
    fastify.get(path, (_request, reply) =>
      reply
        .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .send(page(reply.cspNonce.style)),
    );
  }
};
