// What a request does to the members of a group: steps for the store, never a list in memory.
import type { BoundFilter } from '../filter/bound-filter.ts';

/**
 * One step of a membership change; steps apply in order. Ids are unique within a step.
 * Adding a present member and removing an absent one change nothing. `ofType` names a resource type: members of another one
 * stay. `removeWhere` removes members whose element (value, $ref, type, display) fulfils the filter.
 */
export type MembershipStep =
  | { readonly kind: 'add' | 'replace'; readonly ids: readonly string[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[]; readonly ofType?: string }
  | { readonly kind: 'removeWhere'; readonly filter: BoundFilter };
