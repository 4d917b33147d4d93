// Who sends a request, and whether they may: from a platform key or the cookie of a session to what the table says. Runs before
// the body is read.
import { timingSafeEqual } from 'node:crypto';
import { finished } from 'node:stream';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotSignedIn, type PersonAccess } from '@looop-scim/provisioning/accounts';
import { isOfOrganisation, type Access, type PersonNeed } from './access-table.ts';
import { InsufficientScope } from './api-failures.ts';
import { keyOf, type AuthenticatedKey, type AuthenticateKey } from './authenticated-key.ts';
import { isSafe, refuseOtherSites, requireProof } from './cross-site.ts';
import { NoSuchOrganisation, NotPermitted, OrganisationMissing } from './people-failures.ts';
import type { OrganisationDesk, PeopleGate } from './people-gate.ts';
import { run } from './run.ts';
import { readCookie } from './session-cookie.ts';

/** Whoever has passed the hook. */
export interface KnownCaller {
  /** What a platform key or a session opens of an organisation. */
  readonly key?: AuthenticatedKey;
  readonly person?: PersonAccess;
  readonly desk?: OrganisationDesk;
  /** Secret of the session. */
  readonly session?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once it is known who sends a request to the API; null before. */
    apiCaller: KnownCaller | null;
    /** Called once the request is served, or waits; null before it is admitted. */
    apiServed: (() => void) | null;
  }
  interface FastifyContextConfig {
    /** Who may call the route; absent: whoever is known. */
    readonly access?: Access;
    /** Whether the route is served to anybody. */
    readonly isPublic?: boolean;
  }
}

/** The header by which a session says which organisation a request is for. */
export const ORGANISATION_HEADER = 'looop-organisation';

const sameText = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Lets a request in, and tells when it has ended, also when the client has gone away meanwhile. */
const admit = ({ admit: ask }: AuthenticatedKey, request: FastifyRequest, reply: FastifyReply): void => {
  const admitted = ask();
  if (Result.isFailure(admitted)) throw admitted.failure;
  let isServed = false;
  const served = (): void => {
    if (!isServed) admitted.success();
    isServed = true;
  };
  request.apiServed = served;
  finished(reply.raw, served);
};

/** Whether a person has what an operation needs, apart from a role in an organisation. */
const hasNeed = ({ account, onlyOrganisation }: PersonAccess, need: PersonNeed): boolean => {
  if (need === 'operator') return account.isOperator && onlyOrganisation === undefined;
  return need !== 'password' || onlyOrganisation === undefined;
};

/** The session of a request; undefined when there is none, or none any more. */
const sessionOf = async (request: FastifyRequest, { people, pages }: PeopleGate): Promise<KnownCaller> => {
  const session = readCookie(request, pages(), 'looop_session');
  if (session === undefined) return {};
  const finding = people.sessions.find(session).pipe(Effect.catchTag('NotSignedIn', () => Effect.undefined));
  const person = await run(finding);
  return person === undefined ? {} : { session, person };
};

const openOrganisation = async (
  request: FastifyRequest,
  { person, need, gate: { openOrganisation: open } }: { person: PersonAccess; need: PersonNeed; gate: PeopleGate },
): Promise<OrganisationDesk> => {
  const name = request.headers[ORGANISATION_HEADER];
  if (typeof name !== 'string' || name === '') throw new OrganisationMissing();
  const opened = await run(open({ name, person }));
  if (opened === undefined) throw new NoSuchOrganisation({ name });
  if (need === 'administrator' && opened.role !== 'administrator') throw new NotPermitted({ need });
  return opened;
};

/** Makes the hook. */
export const callerHook = (authenticate: AuthenticateKey, gate: PeopleGate | undefined) => {
  const byKey = async (
    request: FastifyRequest,
    reply: FastifyReply,
    access: Access | undefined,
  ): Promise<KnownCaller> => {
    const key = await run(authenticate(keyOf(request.headers.authorization), request.ip));
    admit(key, request, reply);
    if (access?.key === undefined && access !== undefined) throw new NotPermitted({ need: 'person' });
    if (access?.key !== undefined && !key.scopes.includes(access.key))
      throw new InsufficientScope({ scope: access.key });
    return { key };
  };

  const bySession = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { access, gate: open }: { access: Access | undefined; gate: PeopleGate },
  ): Promise<KnownCaller> => {
    const known = await sessionOf(request, open);
    const need = access?.person ?? 'session';
    const isChange = !isSafe(request.method);
    if (isChange) refuseOtherSites(request, open.pages());
    if (need === 'anybody') return known;
    const { person } = known;
    if (person === undefined) {
      if (access !== undefined && access.key === undefined) throw new NotSignedIn();
      // Refused as for a platform key that is missing.
      return byKey(request, reply, access);
    }
    if (isChange) requireProof(request, person.proof, sameText);
    if (!hasNeed(person, need)) throw new NotPermitted({ need });
    if (access === undefined || !isOfOrganisation(access)) return known;
    const desk = await openOrganisation(request, { person, need, gate: open });
    admit(desk.access, request, reply);
    return { ...known, desk, key: desk.access };
  };

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { access, isPublic = false } = request.routeOptions.config;
    if (isPublic) return;
    const hasKey = request.headers.authorization !== undefined;
    request.apiCaller =
      hasKey || gate === undefined
        ? await byKey(request, reply, access)
        : await bySession(request, reply, { access, gate });
  };
};

/** Whoever sends a request that has passed the hook. */
export const callerOf = ({ apiCaller }: FastifyRequest): KnownCaller => {
  if (apiCaller === null) throw new TypeError('It is not known who sends the request');
  return apiCaller;
};
