// People and groups as events show them.
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import { applyMappingSet } from '../mapping/explain.ts';
import type { ProfileChange } from '../mapping/profile.ts';
import { displayOf, nameOf } from '../rules/resource-rules.ts';
import type { EventGroup, EventUser } from './directory-event.ts';

/** A mapping set with its version; 0 is the default set. */
export interface SetInForce {
  readonly version: number;
  readonly set: BoundMappingSet;
}

const textAt = (document: Complex, name: string): string | undefined => {
  const value = document[name];
  return typeof value === 'string' ? value : undefined;
};

const externalIdOf = (document: Complex) => {
  const externalId = textAt(document, 'externalId');
  return externalId === undefined ? {} : { externalId };
};

/** Whether a person may use the platform: unless the identity provider said otherwise. */
export const isActive = (document: Complex): boolean => document['active'] !== false;

/** The person of a resource, by a mapping set. */
export const eventUser = (
  { id, version, document }: Resource,
  { version: mappingVersion, set }: SetInForce,
): EventUser => ({
  id,
  ...externalIdOf(document),
  userName: nameOf(document) ?? '',
  active: isActive(document),
  version,
  mappingVersion,
  ...applyMappingSet(set, document),
});

/** The group of a resource. */
export const eventGroup = ({ id, version, document }: Resource): EventGroup => ({
  id,
  displayName: displayOf(document) ?? '',
  ...externalIdOf(document),
  version,
});

/** What a group shows of itself. */
const GROUP_FIELDS = ['displayName', 'externalId'] as const;

/** How two documents of a group differ in what the group shows of itself. */
export const groupChanges = (before: Complex, after: Complex): readonly ProfileChange[] =>
  GROUP_FIELDS.flatMap((field) => {
    const [was, is] = [textAt(before, field), textAt(after, field)];
    if (was === is) return [];
    return [{ field, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
