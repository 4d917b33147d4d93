// The inbound port of whoever asks why a request did what it did. Nothing that is asked here changes anything.
import type * as Effect from 'effect/Effect';
import type { Complex, IgnoredAttribute } from '@looop-scim/scim/attribute';
import type { InvalidSyntax, PayloadTooLarge, StorageUnavailable } from '@looop-scim/scim/errors';
import type { PolicyRule } from '@looop-scim/scim/interop';
import type { AttributeChange } from '@looop-scim/scim/write';
import type { ActivityRecord, MemberSample } from '../../activity/activity-record.ts';
import type { InvalidPosition } from '../outbound/activity-log.ts';

/** A request that writes, as somebody pastes it in. */
export interface PastedRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, such as `/Users/2819c223`; a whole URL will do. */
  readonly path: string;
  /** JSON. */
  readonly body?: unknown;
  readonly ifMatch?: string;
}

/** An operation of a PATCH as it is understood. */
export interface ExplainedOperation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
  /** The attribute that the path means, in schema spelling; absent without a path, and where the path means none. */
  readonly attribute?: string;
  /** Which elements the path selects, as a filter. */
  readonly selects?: string;
  /** The sub-attribute of the selected elements. */
  readonly subAttribute?: string;
}

/** A leniency without which the request would have done something else. */
export interface FiredLeniency {
  readonly rule: PolicyRule;
  readonly summary: string;
  /** The clients that need it. */
  readonly clients: readonly string[];
  /** What the request would be answered without it; absent where it would be served, but do something else. */
  readonly refusal?: string;
}

/** A part of the standards that says what the request must do. */
export interface Clause {
  /** Such as `RFC 7644`. */
  readonly document: string;
  /** Such as `3.5.2.1`. */
  readonly section: string;
  readonly about: string;
}

/** What a request does with the data of today. */
export interface DryRun {
  readonly outcome: 'applied' | 'unchanged' | 'refused';
  readonly status: number;
  readonly failure?: { readonly kind: string; readonly scimType?: string; readonly detail: string };
  readonly changes: readonly AttributeChange[];
  readonly ignored: readonly IgnoredAttribute[];
  readonly membersAdded?: MemberSample;
  readonly membersRemoved?: MemberSample;
  readonly membersUnknown?: MemberSample;
  /** The group is too large: what becomes of its members is not told. */
  readonly hasUntoldMembers: boolean;
  /** The document afterwards; absent when it is refused or deleted. */
  readonly document?: Complex;
  /** Version of the resource afterwards. */
  readonly version?: number;
}

/** Why a request does what it does. */
export interface Explanation {
  readonly request: PastedRequest & { readonly resourceType?: string; readonly resourceId?: string };
  /** The body is too long for the request to be tried without each leniency. */
  readonly areLenienciesUntold?: true;
  /** The body was not kept, so that the request cannot be run again. */
  readonly isBodyMissing: boolean;
  /** What is recorded of the request; absent when it was pasted in. */
  readonly record?: ActivityRecord;
  /** The operations of a PATCH; absent where they cannot be read. */
  readonly operations?: readonly ExplainedOperation[];
  /** What a POST or PUT was understood as; absent where it cannot be read. */
  readonly understood?: Complex;
  readonly leniencies: readonly FiredLeniency[];
  readonly clauses: readonly Clause[];
  /** With the data of today; absent when it cannot be run. */
  readonly dryRun?: DryRun;
}

/** Explains requests to one organisation. */
export interface Explaining {
  /**
   * Explains a request that was recorded, by its position in the activity: undefined when there is none, or none that writes.
   */
  readonly recorded: (position: string) => Effect.Effect<Explanation | undefined, InvalidPosition | StorageUnavailable>;
  /**
   * Explains a request that was pasted in. Fails: `PayloadTooLarge` for a body of more than 65,536 characters; `InvalidSyntax` for
   * one of more than 32 levels.
   */
  readonly pasted: (
    request: PastedRequest,
  ) => Effect.Effect<Explanation, PayloadTooLarge | InvalidSyntax | StorageUnavailable>;
}
