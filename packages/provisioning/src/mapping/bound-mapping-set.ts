// A mapping set whose paths are attributes of a resource type and whose types fit: what is made of it cannot fail any more.
import type { Scalar } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import type { AttributeSource, ConstantSource, JoinSource, Mapping, MappingSet, Pick, Step } from './mapping-set.ts';
import type { FieldType, ProfileField, ProfileValue } from './profile.ts';

/** What an element of a list must have. */
export interface ElementCondition {
  /** A sub-attribute of the list, or the list itself where its elements are simple. */
  readonly node: AttributeNode;
  /** In comparable form. */
  readonly value: Scalar;
  /** As it was written. */
  readonly written: Scalar;
}

/** A pick, or the filter of a path. */
export interface BoundPick {
  /** As it was written; `filter` for the filter of the path. */
  readonly written: Pick | 'filter';
  /** Absent: every element may be taken. */
  readonly condition?: ElementCondition;
  /** Whether there must be no other element that has a value. */
  readonly isOnly: boolean;
}

/** An attribute as a source. */
export interface BoundAttribute {
  readonly kind: 'attribute';
  readonly source: AttributeSource;
  /** The attribute whose value is taken. */
  readonly node: AttributeNode;
  /** The multi-valued attribute at or around it; absent for a single value. */
  readonly list?: AttributeNode;
  /** Tried in order; for a field that is a list, at most the filter of the path. */
  readonly picks: readonly BoundPick[];
  /** Whether all values are taken. */
  readonly takesAll: boolean;
}

/** A constant as a source. */
export interface BoundConstant {
  readonly kind: 'constant';
  readonly source: ConstantSource;
  readonly value: ProfileValue;
}

/** A join as a source. */
export interface BoundJoin {
  readonly kind: 'join';
  readonly source: JoinSource;
  readonly parts: readonly (BoundAttribute | BoundConstant)[];
}

/** A source. */
export type BoundSource = BoundAttribute | BoundConstant | BoundJoin;

/** A step, with the table of a lookup by its keys in the form in which they are compared. */
export interface BoundStep {
  readonly step: Step;
  readonly table?: ReadonlyMap<string, string | boolean>;
}

/** The mapping of one field. */
export interface BoundMapping {
  readonly mapping: Mapping;
  readonly type: FieldType;
  readonly sources: readonly BoundSource[];
  readonly steps: readonly BoundStep[];
}

/** A mapping set that was accepted. `checkMappingSet` makes it. */
export interface BoundMappingSet {
  readonly resourceType: ResourceType;
  readonly set: MappingSet;
  /** The fields of the profile: the standard ones, then the organisation's own. */
  readonly fields: readonly ProfileField[];
  readonly mappings: readonly BoundMapping[];
}
