// The document of all pages. The nonce that allows styles is another one with every answer.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PLACE = '<meta name="csp-nonce" content=""';

/** Reads the document of the built pages; the result makes it with a nonce. Fails: Error when there is none. */
export const readPage = async (directory: string): Promise<(nonce: string) => string> => {
  const html = await readFile(join(directory, 'index.html'), 'utf8');
  const [before, after, ...more] = html.split(PLACE);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${join(directory, 'index.html')} has not one place for the nonce; build the pages anew`);
  }
  return (nonce) => `${before}<meta name="csp-nonce" content="${nonce}"${after}`;
};
