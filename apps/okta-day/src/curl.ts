import { requestHeaders } from './client.ts';
import type { ScimRequest } from './exchange.ts';

/** A text as one word of a POSIX shell, taken literally. */
const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * A request as one curl line for a POSIX shell. `$TOKEN` stands where the secret goes, in double quotes so that the
 * shell fills it in; a wrong token that a step sends on purpose is no secret and stands as it is.
 */
export const curlLine = (baseUrl: string, request: ScimRequest): string => {
  const words = ['curl', '-i'];
  if (request.method !== 'GET') words.push('-X', request.method);
  words.push(shellWord(baseUrl + request.path));
  for (const [name, value] of requestHeaders(request, '$TOKEN')) {
    const header = `${name}: ${value}`;
    words.push('-H', name === 'Authorization' && request.token === undefined ? `"${header}"` : shellWord(header));
  }
  if (request.body !== undefined) words.push('--data-raw', shellWord(JSON.stringify(request.body)));
  return words.join(' ');
};
