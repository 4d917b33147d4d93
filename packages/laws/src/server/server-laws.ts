// All laws of a SCIM server, whoever wrote it: only what a client can see (RFC 7644).
import type { Law } from '../law.ts';
import { discoverServer } from './discover-server.ts';
import { etagLawsOf } from './etag-laws.ts';
import { listLawsOf } from './list-laws.ts';
import { membershipLawsOf } from './membership-laws.ts';
import { patchLawsOf } from './patch-on-server-laws.ts';
import type { SendRequest } from './send-request.ts';
import type { ServerContext } from './server-law.ts';
import { userLawsOf } from './user-laws.ts';

/** Laws of a server, and why others cannot be asked of it. */
export interface ServerLaws {
  readonly laws: readonly Law[];
  /** Such as `laws of PATCH: the server does not support it`. */
  readonly leftOut: readonly string[];
}

/** What a caller may want to know while laws are tried. */
export interface ServerLawOptions {
  /** Told after each case: the name of the law, and how many cases of it are done. */
  readonly onCase?: (name: string, done: number) => void;
}

/** Begins user names, and names of groups, that laws make. */
const PREFIX = 'scim-law';

/**
 * Laws of the server that answers: what is written is read, user names are unique, filters and pages, PATCH, entity tags,
 * memberships. They use the attributes that `/Schemas` announces and leave out what `/ServiceProviderConfig` says is not
 * supported. Each case makes its own users and groups, named `scim-law-1@acme.example` and on, and deletes them again; while a law
 * is tried nobody else may write to the organisation. A law that does not hold rejects with the shortest sequence of requests that
 * was found to show it. Rejects when the server does not say what it is, or serves no users.
 */
export const serverLaws = async (
  send: SendRequest,
  { onCase = () => undefined }: ServerLawOptions = {},
): Promise<ServerLaws> => {
  const server = await discoverServer(send);
  const { users, groups, features } = server;
  if (users?.type.attributes.has('username') !== true) throw new Error('the server serves no users with a userName');
  let names = 0;
  const nextName = (): string => `${PREFIX}-${(names += 1)}@acme.example`;
  const context: ServerContext = { send, server, users, nextName, onCase };
  const hasMembers = groups?.announced.has('members') === true;
  const leftOut = [
    ...(features.has('patch') ? [] : ['laws of PATCH: the server does not support it']),
    ...(features.has('filter') ? [] : ['laws of filters: the server does not support them']),
    ...(features.has('etag') ? [] : ['laws of entity tags: the server does not support them']),
    ...(hasMembers ? [] : ['laws of memberships: the server has no groups with members']),
  ];
  const laws = [
    ...userLawsOf(context),
    ...listLawsOf(context),
    ...(features.has('patch') ? patchLawsOf(context) : []),
    ...(features.has('etag') ? etagLawsOf(context) : []),
    ...(groups !== undefined && hasMembers ? membershipLawsOf(context, groups) : []),
  ];
  return { laws, leftOut };
};
