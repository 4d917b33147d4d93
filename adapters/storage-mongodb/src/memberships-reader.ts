// Reads the memberships of resources: in one command where they are few, else row by row and the other ends in portions. Rows
// whose other end is deleted or missing do not count.
import { byId, membershipCharacters } from '@looop-scim/provisioning/storage-support';
import type { MembershipReference } from '@looop-scim/scim/attribute';
import { resourceKey, type MembershipDocument, type ResourceDocument } from './collections.ts';
import type { Query, Stage } from './filter/query.ts';
import { joinAgain, joinOtherEnd, joinRows, currentRows, type JoinScope } from './membership-sides.ts';
import { OTHER_END_FIELDS, referenceTo, type OtherEnd } from './resource-documents.ts';
import { isUnfinished, type Unfinished } from './retry-until-consistent.ts';

/** Memberships by the id of the resource that has them, each ordered by id, and what has to be finished to read them aright. */
export interface ReadMemberships {
  readonly references: ReadonlyMap<string, readonly MembershipReference[]>;
  readonly unfinished: readonly Unfinished[];
}

/** A resource as far as it tells whether it was changed since. */
export type Seen = Pick<ResourceDocument, '_id' | 'id' | 'rev'>;

/** More other ends than this are not joined one by one but read in portions. */
const FEW_ENDS = 100;

/** Rows of one command, and resources that are read at once. */
const PORTION = 1000;

type Row = Pick<MembershipDocument, 'g' | 'm'>;

type Pair = readonly [owner: string, reference: MembershipReference, end: OtherEnd];

/** A membership that was read, counted. */
const pairOf = ({ count }: JoinScope, owner: string, end: OtherEnd): Pair => {
  const reference = referenceTo(end);
  count?.(membershipCharacters(reference));
  return [owner, reference, end];
};

/** References by the ids of their owners. */
const collected = (pairs: Iterable<Pair>): ReadMemberships => {
  const references = new Map<string, MembershipReference[]>();
  const unfinished = new Map<string, Unfinished>();
  for (const [owner, reference, end] of pairs) {
    if (isUnfinished(end)) unfinished.set(end._id, end);
    if (end.type === '') continue;
    const found = references.get(owner);
    if (found === undefined) references.set(owner, [reference]);
    else found.push(reference);
  }
  for (const found of references.values()) found.sort(byId);
  return { references, unfinished: [...unfinished.values()] };
};

const rowsOf = ({ organisation, sides }: JoinScope, owners: readonly string[]): Query => ({
  ...currentRows(organisation),
  [sides.owner]: { $in: owners },
});

const ends: readonly Stage[] = [{ $project: OTHER_END_FIELDS }];

/** Rows in the order of the index, in portions. */
async function* portionsOf(scope: JoinScope, rows: Query): AsyncGenerator<readonly Row[]> {
  const { collections, sides } = scope;
  const cursor = collections.memberships
    .find(rows)
    .project<Row>({ _id: 0, g: 1, m: 1 })
    .sort({ [sides.owner]: 1, [sides.other]: 1 })
    .batchSize(PORTION);
  let portion: Row[] = [];
  for await (const row of cursor) {
    portion.push(row);
    if (portion.length < PORTION) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** Conditions on the resources at the other ends of rows. */
const endsOf = ({ organisation, sides }: JoinScope, rows: readonly Row[]): Query => ({
  o: organisation,
  _id: { $in: [...new Set(rows.map((row) => resourceKey(organisation, row[sides.other])))] },
});

const readMany = async (scope: JoinScope, owners: readonly string[]): Promise<ReadMemberships> => {
  const { collections, sides } = scope;
  const pairs: Pair[] = [];
  for await (const rows of portionsOf(scope, rowsOf(scope, owners))) {
    const found = await collections.resources
      .find(endsOf(scope, rows))
      .project<OtherEnd>(OTHER_END_FIELDS)
      .batchSize(PORTION + 1)
      .toArray();
    const byEnd = new Map(found.map((end) => [end.id, end]));
    for (const row of rows) {
      const end = byEnd.get(row[sides.other]);
      if (end !== undefined) pairs.push(pairOf(scope, row[sides.owner], end));
    }
  }
  return collected(pairs);
};

interface SharedEnd {
  readonly owners: readonly string[];
  readonly end: readonly OtherEnd[];
}

/** Reads the memberships of some resources; those without any are missing in the answer. */
export const readMemberships = async (scope: JoinScope, owners: readonly string[]): Promise<ReadMemberships> => {
  if (owners.length === 0) return { references: new Map(), unfinished: [] };
  const { collections, sides } = scope;
  const found = await collections.memberships
    .aggregate<SharedEnd>(
      [
        { $match: rowsOf(scope, owners) },
        { $sort: { [sides.owner]: 1, [sides.other]: 1 } },
        { $limit: PORTION + 1 },
        { $group: { _id: `$${sides.other}`, owners: { $push: `$${sides.owner}` } } },
        { $limit: FEW_ENDS + 1 },
        joinOtherEnd(scope, '$_id', ends),
      ],
      { batchSize: FEW_ENDS + 2 },
    )
    .toArray();
  const rows = found.reduce((count, shared) => count + shared.owners.length, 0);
  if (found.length > FEW_ENDS || rows > PORTION) return readMany(scope, owners);
  return collected(
    found.flatMap(({ owners: sharers, end }) =>
      sharers.flatMap((owner) => end.map((each) => pairOf(scope, owner, each))),
    ),
  );
};

/** What `joinMemberships` adds to a resource. */
export interface JoinedRows {
  readonly rows: readonly { readonly end: readonly OtherEnd[] }[];
  /** The resource once more, read after the rows. */
  readonly now: readonly Pick<ResourceDocument, 'rev'>[];
}

/** The fields that `joinMemberships` adds. */
export const JOINED_FIELDS = { rows: 1, now: 1 } as const;

/** The stages that read the memberships of each resource along with it; see `joinedMemberships`. */
export const joinMemberships = (scope: JoinScope): readonly Stage[] => {
  const { other } = scope.sides;
  const rows = joinRows(scope, {
    where: {},
    stages: [
      { $sort: { [other]: 1 } },
      { $limit: FEW_ENDS + 1 },
      joinOtherEnd(scope, `$${other}`, ends),
      { $project: { _id: 0, end: 1 } },
    ],
    as: 'rows',
  });
  return [rows, joinAgain(scope)];
};

/** Whether one of the groups was changed or deleted since it was seen; what users are members of has no version. */
export const isChangedSince = async (scope: JoinScope, seen: readonly Seen[]): Promise<boolean> => {
  const { collections, organisation, sides } = scope;
  if (sides.owner === 'm' || seen.length === 0) return false;
  const now = await collections.resources
    .find({ o: organisation, _id: { $in: seen.map(({ _id }) => _id) } })
    .project<Seen>({ rev: 1 })
    .batchSize(seen.length + 1)
    .toArray();
  const revs = new Map(now.map(({ _id, rev }) => [_id, rev]));
  return seen.some(({ _id, rev }) => revs.get(_id) !== rev);
};

/** Memberships that were read along with resources; of resources that have too many of them, they are read now. */
export const joinedMemberships = async (
  scope: JoinScope,
  found: readonly (JoinedRows & Seen)[],
): Promise<ReadMemberships & { readonly inconsistent: boolean }> => {
  const few = found.filter(({ rows }) => rows.length <= FEW_ENDS);
  const many = found.filter(({ rows }) => rows.length > FEW_ENDS);
  const joined = collected(
    few.flatMap(({ id, rows }) => rows.flatMap(({ end }) => end.map((each) => pairOf(scope, id, each)))),
  );
  const inconsistent = scope.sides.owner === 'g' && few.some(({ rev, now: [now] }) => now?.rev !== rev);
  if (many.length === 0) return { ...joined, inconsistent };
  const read = await readMany(
    scope,
    many.map(({ id }) => id),
  );
  return {
    references: new Map([...joined.references, ...read.references]),
    unfinished: [...joined.unfinished, ...read.unfinished],
    inconsistent: inconsistent || (await isChangedSince(scope, many)),
  };
};
