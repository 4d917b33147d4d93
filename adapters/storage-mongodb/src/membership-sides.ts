// Which end of a membership a resource type is, and the stages that lead from one end to the other.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { AttributeNode, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { Collections } from './collections.ts';
import type { Query, Stage } from './filter/query.ts';

/** The memberships of a resource type. */
export interface MembershipSides {
  /** members or groups. */
  readonly attribute: AttributeNode;
  /** Field of the resource whose attribute it is: `g` for a group with members, `m` for a user with groups. */
  readonly owner: 'g' | 'm';
  /** Field of the resource at the other end. */
  readonly other: 'g' | 'm';
  /** Names of the types whose resources can be members. */
  readonly memberTypes: readonly string[];
}

/** The sides of a type; undefined when it has no memberships. */
export const membershipSides = (registry: SchemaRegistry, type: ResourceType): MembershipSides | undefined => {
  const { definition, membership: attribute } = type;
  if (attribute === undefined || definition.membership === undefined) return undefined;
  const [owner, other] = definition.membership.side === 'group' ? (['g', 'm'] as const) : (['m', 'g'] as const);
  const memberTypes = registry.resourceTypes.filter(({ membership }) => membership !== undefined);
  return { attribute, owner, other, memberTypes: memberTypes.map(({ name }) => name) };
};

/** Where memberships of one organisation are looked up. */
export interface JoinScope {
  readonly collections: Collections;
  readonly organisation: OrganisationId;
  readonly sides: MembershipSides;
  /** Told the characters of each membership that is read; throws when they are too many. */
  readonly count?: (characters: number) => void;
}

/** Current rows of an organisation. A row with `gone` tells of a removed member. */
export const currentRows = (organisation: OrganisationId): Query => ({
  o: organisation,
  // Also fulfilled by a missing field.
  gone: null,
});

/** Puts the resource at the other end of a row, whose id `idPath` names (such as `$m`), into the list `end`. */
export const joinOtherEnd = (
  { collections, organisation }: JoinScope,
  idPath: string,
  stages: readonly Stage[],
): Stage => ({
  $lookup: {
    from: collections.resources.collectionName,
    let: { key: { $concat: [{ $literal: `${organisation}:` }, idPath] } },
    pipeline: [{ $match: { o: organisation, $expr: { $eq: ['$_id', '$$key'] } } }, ...stages],
    as: 'end',
  },
});

/** Puts the rows of a resource into the list `as`; `stages` say what is made of them. */
export const joinRows = (
  { collections, organisation, sides }: JoinScope,
  { where, stages, as }: { readonly where: Query; readonly stages: readonly Stage[]; readonly as: string },
): Stage => ({
  $lookup: {
    from: collections.memberships.collectionName,
    let: { owner: '$id' },
    pipeline: [
      { $match: { ...currentRows(organisation), $expr: { $eq: [`$${sides.owner}`, '$$owner'] }, ...where } },
      ...stages,
    ],
    as,
  },
});

/** Puts the `rev` that a resource has by now into the list `now`. */
export const joinAgain = ({ collections, organisation }: JoinScope): Stage => ({
  $lookup: {
    from: collections.resources.collectionName,
    let: { key: '$_id' },
    pipeline: [{ $match: { o: organisation, $expr: { $eq: ['$_id', '$$key'] } } }, { $project: { _id: 0, rev: 1 } }],
    as: 'now',
  },
});
