// Every way in which the API refuses a request, as facts. problem.ts alone turns one into an answer.
import * as Data from 'effect/Data';
import { isScimFailure } from '@looop-scim/scim/message';
import type { ScimFailure } from '@looop-scim/scim/errors';
import {
  AttributeHasValues,
  AttributeMapped,
  InvalidAttribute,
  NoSuchAttribute,
} from '@looop-scim/provisioning/attributes';
import { JobExists, NoSuchJob } from '@looop-scim/provisioning/directory';
import { CursorExpired, ProfileRefused } from '@looop-scim/provisioning/events';
import { InvalidMappingSet } from '@looop-scim/provisioning/mapping';
import { NoSuchMappingVersion, type KeyScope } from '@looop-scim/provisioning/organisation';
import { NoSuchEntry, VersionConflict } from '@looop-scim/provisioning/ports';
import { InvalidWebhook, TooManyWebhooks } from '@looop-scim/provisioning/webhooks';
import { isPeopleFailure, type PeopleFailure } from './people-failures.ts';

/** The key may not do this. */
export class InsufficientScope extends Data.TaggedError('InsufficientScope')<{ readonly scope: KeyScope }> {}

/** One thing that is wrong with a request. */
export interface RequestFault {
  /** The part of the request. */
  readonly part: 'body' | 'querystring' | 'params' | 'headers';
  /** JSON pointer within the part; empty for the part itself. */
  readonly pointer: string;
  readonly detail: string;
}

/** A request that does not fit its schema. */
export class InvalidRequest extends Data.TaggedError('InvalidRequest')<{ readonly faults: readonly RequestFault[] }> {}

/** A change that has to name the version that it replaces, and does not. RFC 6585 section 3. */
export class PreconditionRequired extends Data.TaggedError('PreconditionRequired')<object> {}

/** Another version is in force than the one that If-Match names. RFC 9110 section 13.1.1. */
export class OtherVersion extends Data.TaggedError('OtherVersion')<{ readonly current: number }> {}

type OwnFailure = InsufficientScope | InvalidRequest | PreconditionRequired | OtherVersion;

type DomainFailure =
  | AttributeHasValues
  | AttributeMapped
  | InvalidAttribute
  | InvalidMappingSet
  | JobExists
  | NoSuchAttribute
  | NoSuchEntry
  | NoSuchJob
  | NoSuchMappingVersion
  | ProfileRefused
  | CursorExpired
  | InvalidWebhook
  | TooManyWebhooks
  | VersionConflict;

/** Every failure that leaves the API as a problem of its own. */
export type ApiFailure = ScimFailure | OwnFailure | DomainFailure | PeopleFailure;

const OTHERS = [
  InsufficientScope,
  InvalidRequest,
  PreconditionRequired,
  OtherVersion,
  AttributeHasValues,
  AttributeMapped,
  InvalidAttribute,
  CursorExpired,
  InvalidMappingSet,
  NoSuchAttribute,
  JobExists,
  NoSuchEntry,
  NoSuchJob,
  NoSuchMappingVersion,
  InvalidWebhook,
  ProfileRefused,
  TooManyWebhooks,
  VersionConflict,
] as const;

/** Whether something that was thrown is a failure of the API. */
export const isApiFailure = (error: unknown): error is ApiFailure =>
  isScimFailure(error) || isPeopleFailure(error) || OTHERS.some((Failure) => error instanceof Failure);
