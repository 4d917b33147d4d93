// An operation of the API: declared once, and everything follows from it: the route, who may call it, what is validated, and the
// OpenAPI document.
import type { Readable } from 'node:stream';
import type * as Effect from 'effect/Effect';
import type { Static, TObject, TSchema } from 'typebox';
import type { PersonAccess, Actor } from '@looop-scim/provisioning/accounts';
import type { Caller } from '@looop-scim/provisioning/activity';
import type { OperationId } from './access-table.ts';
import type { ApiFailure } from './api-failures.ts';
import type { AuthenticatedKey } from './authenticated-key.ts';
import type { Connection } from './connection.ts';
import type { OrganisationDesk, PeopleGate } from './people-gate.ts';
import type { ProblemCode } from './problem-kinds.ts';
import type { SessionChange } from './session-cookie.ts';

/** A call whose parts fit their schemas. */
export interface CallParts<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The header as sent. */
  readonly ifMatch: string | undefined;
  /** The header as sent. */
  readonly idempotencyKey: string | undefined;
  /** The media type of the body in lower case, without parameters; empty without a body. */
  readonly mediaType: string;
  /** The body of an operation with `stream`, unread. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** A call for one organisation, of a platform key or of one of its administrators. */
export interface Call<Params, Query, Body> extends CallParts<Params, Query, Body> {
  readonly key: AuthenticatedKey;
  readonly caller: Caller;
  readonly connection: Connection;
}

/** A call for one organisation, of one of its administrators. */
export interface DeskCall<Params, Query, Body> extends CallParts<Params, Query, Body> {
  readonly desk: OrganisationDesk;
  readonly person: PersonAccess;
  readonly gate: PeopleGate;
}

/** A call of whoever has not named an organisation: of somebody who signs in, or of an operator. */
export interface PeopleCall<Params, Query, Body> extends CallParts<Params, Query, Body> {
  readonly gate: PeopleGate;
  /** Absent only where the operation is open to anybody. */
  readonly person: PersonAccess | undefined;
  /** Network address of the caller. */
  readonly address: string;
  /** Secret of the session that the caller has. */
  readonly session: string | undefined;
}

/** Everything that is known of a call; the operation takes what is its own. */
export interface AnyCall extends CallParts<unknown, unknown, unknown> {
  readonly connection: Connection;
  readonly key: AuthenticatedKey | undefined;
  readonly caller: Caller;
  readonly desk: OrganisationDesk | undefined;
  readonly gate: PeopleGate | undefined;
  readonly person: PersonAccess | undefined;
  readonly address: string;
  readonly session: string | undefined;
}

/** What is answered: a body, and the version of what it shows as entity tag; or something that has its form already. */
type Shown =
  | { readonly body: unknown; readonly version?: number }
  /** A body that is JSON already. */
  | { readonly json: string }
  /** Server-sent events. */
  | { readonly stream: Readable };

/** What becomes of a call. */
export type Answer = Shown & {
  readonly sessionChange?: SessionChange;
  /** A cookie that binds a sign-in at an identity provider to this browser. */
  readonly signOn?: { readonly binding: string; readonly ends: number };
  /** What was done, for the audit log, beside the parameters of the path: ids and names, no secrets. */
  readonly target?: Readonly<Record<string, string>>;
  /** Who did it, where nobody had signed in before. */
  readonly actor?: Actor;
};

interface Declaration {
  readonly id: OperationId;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the prefix, with parameters in braces: `/users/{userId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Whether a change is bound to a version by If-Match. */
  readonly ifMatch?: 'optional' | 'required';
  readonly answer: TSchema;
  /** What is answered when the operation succeeds. Default: 200. */
  readonly status?: 202;
  /** Media types of a body that is not JSON, and is read as it comes. */
  readonly stream?: readonly string[];
  /** Whether the header Idempotency-Key names the request. */
  readonly isIdempotent?: true;
  /** Problems that only some operations have. */
  readonly problems: readonly ProblemCode[];
}

/** Who does something, where nobody has signed in: asked before it is done. */
type ActorOf<Made> = (call: Made) => Effect.Effect<Actor | undefined, ApiFailure>;

interface Typed<Params extends TObject, Query extends TObject, Body extends TSchema, Made> extends Declaration {
  readonly params: Params;
  readonly query: Query;
  readonly body?: Body;
  readonly actorOf?: ActorOf<Made>;
  readonly run: (call: Made) => Effect.Effect<Answer, ApiFailure>;
}

/** An operation. */
export interface Operation extends Declaration {
  readonly params: TObject;
  readonly query: TObject;
  readonly body?: TSchema;
  readonly actorOf?: ActorOf<AnyCall>;
  /** Takes what the validator and the table of callers have let through. */
  readonly run: (call: AnyCall) => Effect.Effect<Answer, ApiFailure>;
}

/** What the table of callers has let through. */
const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new TypeError('the operation is open to callers that it does not know');
  return value;
};

// The route validates each part by the schema that its type comes from: that is what the casts below say.

/** Declares an operation for platform keys and administrators. */
export const operation = <Params extends TObject, Query extends TObject, Body extends TSchema>(
  typed: Omit<Typed<Params, Query, Body, Call<Static<Params>, Static<Query>, Static<Body>>>, 'actorOf'>,
): Operation => ({
  ...typed,
  run: (call) => typed.run({ ...call, key: known(call.key) } as Call<Static<Params>, Static<Query>, Static<Body>>),
});

/** Declares an operation for the administrators of an organisation. */
export const deskOperation = <Params extends TObject, Query extends TObject, Body extends TSchema>(
  typed: Omit<Typed<Params, Query, Body, DeskCall<Static<Params>, Static<Query>, Static<Body>>>, 'actorOf'>,
): Operation => ({
  ...typed,
  run: (call) => {
    const { desk, person, gate } = call;
    const asked = { ...call, desk: known(desk), person: known(person), gate: known(gate) };
    return typed.run(asked as DeskCall<Static<Params>, Static<Query>, Static<Body>>);
  },
});

/** Declares an operation of people without an organisation. */
export const peopleOperation = <Params extends TObject, Query extends TObject, Body extends TSchema>({
  actorOf,
  ...typed
}: Typed<Params, Query, Body, PeopleCall<Static<Params>, Static<Query>, Static<Body>>>): Operation => {
  const own = (call: AnyCall) =>
    ({ ...call, gate: known(call.gate) }) as PeopleCall<Static<Params>, Static<Query>, Static<Body>>;
  return {
    ...typed,
    ...(actorOf !== undefined && { actorOf: (call) => actorOf(own(call)) }),
    run: (call) => typed.run(own(call)),
  };
};
