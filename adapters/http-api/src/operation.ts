// An operation of the API: declared once, and everything follows from it: the route, who may call it, what is validated, and the
// OpenAPI document.
import type * as Effect from 'effect/Effect';
import type { Static, TObject, TSchema } from 'typebox';
import type { Caller, KeyScope } from '@looop-scim/provisioning';
import type { ApiFailure } from './api-failures.ts';
import type { AuthenticatedKey } from './authenticated-key.ts';
import type { ProblemCode } from './problem-kinds.ts';

/** A call whose parts fit their schemas. */
export interface Call<Params, Query, Body> {
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
  readonly key: AuthenticatedKey;
  readonly caller: Caller;
}

/** What is answered: a body, and the version of what it shows as entity tag. */
export interface Answer {
  readonly body: unknown;
  readonly version?: number;
}

interface Declaration {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the prefix, with parameters in braces: `/users/{userId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The scope that the key must have. */
  readonly scope: KeyScope;
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

interface Typed<Params extends TObject, Query extends TObject, Body extends TSchema> extends Declaration {
  readonly params: Params;
  readonly query: Query;
  readonly body?: Body;
  readonly run: (call: Call<Static<Params>, Static<Query>, Static<Body>>) => Effect.Effect<Answer, ApiFailure>;
}

/** An operation. */
export interface Operation extends Declaration {
  readonly params: TObject;
  readonly query: TObject;
  readonly body?: TSchema;
  /** Takes what the validator has let through. */
  readonly run: (call: Call<unknown, unknown, unknown>) => Effect.Effect<Answer, ApiFailure>;
}

/** Declares an operation. */
export const operation = <Params extends TObject, Query extends TObject, Body extends TSchema>(
  typed: Typed<Params, Query, Body>,
): Operation => ({
  ...typed,
  // The route validates each part by the schema that its type comes from.
  run: (call) => typed.run(call as Call<Static<Params>, Static<Query>, Static<Body>>),
});
