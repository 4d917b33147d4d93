// A resource as the domain holds it: the document of attributes, and beside it what the service provider keeps itself.
import type { Complex } from './value.ts';

/** A reference from a group to a member, or from a user to a group, with the name that its resource has now. */
export interface MembershipReference {
  readonly id: string;
  readonly resourceType: string;
  readonly display?: string;
}

/** A stored resource. */
export interface Resource {
  /** Name of the resource type. */
  readonly resourceType: string;
  readonly id: string;
  /** Counts the changes, from 1; shown as a weak entity tag. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Milliseconds since 1970; equals `created` until the first change. */
  readonly lastModified: number;
  /** Core and extension attributes in canonical form; no id, meta, schemas, memberships or password. */
  readonly document: Complex;
  /** Members of a group or groups of a user, ordered by id; absent when they were not read. */
  readonly memberships?: readonly MembershipReference[];
}

/**
 * An attribute that a request named and that was left out, with the reason; reported in the activity. `unreadable` is what stood in
 * `attributes` or `excludedAttributes` and is no attribute path.
 */
export interface IgnoredAttribute {
  readonly attribute: string;
  readonly reason: 'unknown' | 'readOnly' | 'unreadable';
}
