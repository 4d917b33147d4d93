// The pages of administrators, where the app has built them.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { consolePlugin } from '@looop-scim/http-console';
import type { App } from '../app.ts';

/** Whether an app has built pages. */
export const hasPages = ({ pages }: Pick<App, 'pages'>): boolean =>
  pages !== undefined && existsSync(new URL('index.html', pages));

/** Serves the pages of an app that has built some. */
export const registerPages = (server: FastifyInstance, app: Pick<App, 'pages'>, isHttps: boolean): void => {
  if (app.pages === undefined || !hasPages(app)) return;
  server.register(consolePlugin, { directory: fileURLToPath(app.pages), isHttps });
};
