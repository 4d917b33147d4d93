// A one-time link is shown to a terminal, once. Anything else that reads the output may keep it, so the link goes into a file that
// its owner alone can read, and the output names the file.
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { linkUrl } from '@looop-scim/http-api/people';
import { makeWritableDirectory, writePrivateFile } from '../lifecycle/private-files.ts';
import type { Config } from '../settings/config.ts';
import { isWildcard, pagesOf, SCIM_PATH } from '../settings/public-url.ts';

/** What says how a server is reached. */
type Reached = Pick<Config, 'publicUrl' | 'host' | 'port' | 'tls'>;

/** The base URL of SCIM, as far as the configuration tells. */
export const baseUrlFor = ({ publicUrl, host, port, tls }: Reached): string => {
  const name = isWildcard(host) ? '127.0.0.1' : host;
  const scheme = tls === undefined ? 'http' : 'https';
  return publicUrl ?? `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}${SCIM_PATH}`;
};

/** Where the pages of the server are, as far as the configuration tells. */
export const pagesFor = (config: Reached): string => pagesOf(baseUrlFor(config));

/** How an operator is told of a link. */
export interface DeliveredLink {
  readonly lines: readonly string[];
  /** For programs: `link` or `linkFile`. */
  readonly json: Readonly<Record<string, string>>;
}

/**
 * Makes a link and gives what tells its operator of it. That the file can be written is known before there is a link to be lost.
 */
export const deliverLink = async (
  config: Reached & Pick<Config, 'dataDirectory'>,
  make: () => Promise<{ readonly link: string }>,
): Promise<DeliveredLink> => {
  const isTerminal = process.stdout.isTTY;
  if (!isTerminal) makeWritableDirectory(config.dataDirectory);
  const { link } = await make();
  const url = linkUrl(pagesFor(config), link);
  if (isTerminal) return { lines: [`Link: ${url}`], json: { link: url } };
  const file = resolve(join(config.dataDirectory, `link-${randomUUID()}`));
  writePrivateFile(file, `${url}\n`);
  return { lines: [`Link file: ${file}`], json: { linkFile: file } };
};
