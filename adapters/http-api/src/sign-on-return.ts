// Where an organisation's identity provider sends the browser back to: it answers by a redirection to our own pages.
import type { FastifyInstance } from 'fastify';
import * as Effect from 'effect/Effect';
import { recordSignOn } from './audit-trail.ts';
import type { PeopleGate } from './people-gate.ts';
import { returnPath } from './return-path.ts';
import { run } from './run.ts';
import { changeSession, readCookie, unbindSignOn } from './session-cookie.ts';

/** The page that says that the sign-in has failed. */
const REFUSED = '/sign-in?problem=sign-in-refused';

const stateOf = (query: unknown): string | undefined => {
  const state: unknown = (query as Readonly<Record<string, unknown>>)['state'];
  return typeof state === 'string' ? state : undefined;
};

/** Registers the route. It is no operation: nobody calls it but a browser that comes back. */
export const registerSignOnReturn = (fastify: FastifyInstance, gate: PeopleGate): void => {
  fastify.get(
    '/session/single-sign-on',
    { schema: { hide: true }, config: { isPublic: true } },
    async (request, reply) => {
      const pages = gate.pages();
      const previous = readCookie(request, pages, 'looop_session');
      const finishing = gate.people.singleSignOn.finish({
        // The address that the provider knows, whatever the Host header says.
        url: `${pages}${request.url}`,
        state: stateOf(request.query),
        binding: readCookie(request, pages, 'looop_sign_in'),
        address: request.ip,
        ...(previous !== undefined && { previous }),
      });
      const ended = await run(finishing.pipe(Effect.catchTag('SignInRefused', () => Effect.undefined)));
      unbindSignOn(reply, pages);
      if (ended === undefined) return reply.redirect(`${pages}${REFUSED}`);
      await run(recordSignOn(gate, request, ended.session));
      changeSession(reply, pages, { begun: ended.session });
      return reply.redirect(`${pages}${returnPath(ended.returnTo)}`);
    },
  );
};
