// The pages of administrators, where the app has built them.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { consolePlugin } from '@looop-scim/http-console';
import type { App } from '../app.ts';

/** The folder with the built pages of an app; undefined when there is none. */
const folderOf = ({ pages = [] }: Pick<App, 'pages'>): string | undefined => {
  const built = pages.find((folder) => existsSync(new URL('index.html', folder)));
  return built && fileURLToPath(built);
};

/** Whether there are pages to serve. */
export const hasPages = (app: Pick<App, 'pages'>): boolean => folderOf(app) !== undefined;

/** Serves the pages of an app that has built some. */
export const registerPages = (server: FastifyInstance, app: Pick<App, 'pages'>, isHttps: boolean): void => {
  const directory = folderOf(app);
  if (directory !== undefined) server.register(consolePlugin, { directory, isHttps });
};
