import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlLine } from '../src/curl.ts';
import { create, lookup } from '../src/requests.ts';

const baseUrl = 'http://127.0.0.1:8080/scim/v2';

/** The words that a shell would hand to curl. */
const wordsOf = (line: string): readonly string[] => {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; }\n${line}`;
  const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { TOKEN: 'the secret' } });
  return printed.split('\0').slice(0, -1);
};

describe('curlLine', () => {
  it('is read by a shell as the request, with the secret filled in from $TOKEN', () => {
    const body = { userName: `O'Neil "Bob" $HOME \`id\` \\n`, note: 'line\nbreak' };
    const words = wordsOf(curlLine(baseUrl, create('/Users', body)));
    expect(words.slice(0, 4)).toEqual(['-i', '-X', 'POST', `${baseUrl}/Users`]);
    expect(words).toContain('Authorization: Bearer the secret');
    expect(words).toContain('Content-Type: application/scim+json; charset=utf-8');
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(body);
  });

  it('keeps an encoded query as one word', () => {
    const line = curlLine(baseUrl, lookup('/Users', 'userName', `ana.d'souza+x@acme.example`));
    expect(wordsOf(line)[1]).toBe(
      `${baseUrl}/Users?filter=userName%20eq%20%22ana.d%27souza%2Bx%40acme.example%22&startIndex=1&count=100`,
    );
  });

  it('shows a wrong token that is sent on purpose', () => {
    const line = curlLine(baseUrl, { method: 'GET', path: '/Users', token: 'not-the-token' });
    expect(wordsOf(line)).toContain('Authorization: Bearer not-the-token');
  });
});
