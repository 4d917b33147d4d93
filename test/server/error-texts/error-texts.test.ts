// What an administrator reads who made a mistake: each row makes one, over HTTP, and holds the text against what helps.
import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultsOfText } from '@looop-scim/laws';
import { BASE_URLS, BODIES } from './addresses-and-bodies.ts';
import { PATCHES, QUERIES } from './patches-and-queries.ts';
import { setUp } from './set-up.ts';
import { VALUES } from './values.ts';

describe('the detail of an error says what is wrong, where, and what to do', () => {
  let served: Awaited<ReturnType<typeof setUp>>;
  beforeAll(async () => {
    served = await setUp();
  });

  const send = (request: InjectOptions) => served.server.inject(request);

  describe.each([
    ['base URLs', BASE_URLS],
    ['bodies', BODIES],
    ['values', VALUES],
    ['PATCH', PATCHES],
    ['queries', QUERIES],
  ] as const)('%s', (_title, mistakes) => {
    it.each(mistakes)(
      '$title',
      async ({ method = 'GET', path = '', body, headers, strict = false, status, detail }) => {
        const token = strict ? served.strict : served.acme;
        const { user, group } = served.ids.get(token) ?? { user: '', group: '' };
        const filled = (text: string) => text.replaceAll('USER', user).replaceAll('GROUP', group);
        const type = body === undefined ? {} : { 'content-type': 'application/scim+json' };
        const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await send({
          method,
          url: filled(path.startsWith('//') ? path.slice(1) : `/scim/v2${path}`),
          headers: { authorization: `Bearer ${token}`, ...type, ...headers },
          ...(payload !== undefined && { payload }),
        });
        const error = answer.json<{ detail: string }>();
        expect(answer.statusCode, error.detail).toBe(status);
        expect(faultsOfText(error.detail)).toEqual([]);
        if (typeof detail === 'string') expect(error.detail).toBe(filled(detail));
        else expect(error.detail).toMatch(new RegExp(filled(detail.source), detail.flags));
      },
    );
  });

  it('a header Content-Type that there is not', async () => {
    const headers = { authorization: `Bearer ${served.acme}` };
    const answer = await send({ method: 'POST', url: '/scim/v2/Users', headers, payload: '{}' });
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ detail: 'The header Content-Type is missing. Send application/scim+json.' });
  });
});
