// From activity records to what requests named in vain: attributes that no schema has, names that are no attribute path, members
// that nobody knows. The memory
// that this takes is bounded, whatever the records say.
import type {
  ActivitySummary,
  UnknownAttribute,
  UnknownMembersOfGroup,
  UnreadableName,
} from '../ports/inbound/activity-reading.ts';
import type { ActivityRecord } from './activity-record.ts';

/** Attributes and groups that are told apart. */
const MAX_KINDS = 1000;
/** Different people, or members, of one of them that are told apart. */
const MAX_DISTINCT = 10_000;
/** Of all together. */
const MAX_DISTINCT_IN_ALL = 200_000;
const MAX_SHOWN = 100;
const SHOWN_IDS = 5;

/** Different texts, up to a bound. */
interface Distinct {
  readonly texts: Set<string>;
  isFull: boolean;
}

interface AttributeCount {
  readonly resourceType: string;
  readonly resources: Distinct;
  attribute: string;
  last: number;
}

interface MemberCount {
  readonly members: Distinct;
  readonly groupId?: string;
  readonly groupName?: string;
  /** The largest number of unknown members that one request had. */
  largest: number;
  last: number;
}

interface NameCount {
  readonly name: string;
  readonly resourceType?: string;
  requests: number;
  last: number;
}

/** A summary in the making. */
export interface SummaryBuilder {
  readonly add: (record: ActivityRecord) => void;
  readonly summary: () => ActivitySummary;
}

/** Finds the attribute that a name of a resource type probably means. */
export type Suggest = (resourceType: string, attribute: string) => string | undefined;

/** The subject of a record: whom or what it was about. */
const subjectOf = ({ resourceId, resourceName }: ActivityRecord): string => resourceId ?? resourceName ?? '';

/** Makes the summary of records since a time, which come in any order. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeSummaryBuilder = (since: number, suggest: Suggest): SummaryBuilder => {
  const attributes = new Map<string, AttributeCount>();
  const groups = new Map<string, MemberCount>();
  const names = new Map<string, NameCount>();
  let distinct = 0;
  let isPartial = false;

  const note = (known: Distinct, text: string): void => {
    if (known.texts.has(text)) return;
    known.isFull ||= known.texts.size >= MAX_DISTINCT || distinct >= MAX_DISTINCT_IN_ALL;
    if (known.isFull) return;
    known.texts.add(text);
    distinct += 1;
  };

  /** What is counted under a key; undefined when there are too many keys. */
  const counted = <Count>(counts: Map<string, Count>, key: string, fresh: () => Count): Count | undefined => {
    const known = counts.get(key);
    if (known !== undefined) return known;
    if (counts.size >= MAX_KINDS) {
      isPartial = true;
      return undefined;
    }
    const made = fresh();
    counts.set(key, made);
    return made;
  };

  const addAttributes = (record: ActivityRecord): void => {
    const { at, resourceType, ignored, ignoredTotal } = record;
    if (ignoredTotal !== undefined) isPartial = true;
    if (resourceType === undefined) return;
    for (const { attribute, reason } of ignored) {
      if (reason !== 'unknown') continue;
      const key = JSON.stringify([resourceType, attribute.toLowerCase()]);
      const fresh = (): AttributeCount => ({
        resourceType,
        attribute,
        resources: { texts: new Set<string>(), isFull: false },
        last: at,
      });
      const count = counted(attributes, key, fresh);
      if (count === undefined) continue;
      note(count.resources, subjectOf(record));
      if (at > count.last) [count.attribute, count.last] = [attribute, at];
    }
  };

  const addNames = ({ at, resourceType, ignored, repeated = { count: 1, last: at } }: ActivityRecord): void => {
    for (const { attribute: name, reason } of ignored) {
      if (reason !== 'unreadable') continue;
      const count = counted(names, JSON.stringify([resourceType ?? null, name]), () => ({
        ...{ name, requests: 0, last: at },
        ...(resourceType !== undefined && { resourceType }),
      }));
      if (count === undefined) continue;
      count.requests += repeated.count;
      count.last = Math.max(count.last, repeated.last);
    }
  };

  const addMembers = (record: ActivityRecord): void => {
    const { at, resourceId, resourceName, membersUnknown } = record;
    if (membersUnknown === undefined) return;
    const count = counted(groups, subjectOf(record), () => ({
      members: { texts: new Set<string>(), isFull: false },
      ...(resourceId !== undefined && { groupId: resourceId }),
      ...(resourceName !== undefined && { groupName: resourceName }),
      largest: 0,
      last: at,
    }));
    if (count === undefined) return;
    for (const id of membersUnknown.ids) note(count.members, id);
    count.largest = Math.max(count.largest, membersUnknown.count);
    count.last = Math.max(count.last, at);
  };

  const attributeOf = ({ resourceType, attribute, resources, last }: AttributeCount): UnknownAttribute => {
    const suggestion = suggest(resourceType, attribute);
    return {
      ...{ resourceType, attribute, resources: resources.texts.size, isAtLeast: resources.isFull, last },
      ...(suggestion !== undefined && { suggestion }),
    };
  };

  const nameOf = (counts: NameCount): UnreadableName => {
    const suggestion = counts.resourceType === undefined ? undefined : suggest(counts.resourceType, counts.name);
    return { ...counts, ...(suggestion !== undefined && { suggestion }) };
  };

  const membersOf = ({ members, largest, last, ...group }: MemberCount): UnknownMembersOfGroup => ({
    ...group,
    members: Math.max(members.texts.size, largest),
    isAtLeast: members.isFull || largest > members.texts.size,
    ids: [...members.texts].slice(0, SHOWN_IDS),
    last,
  });

  return {
    add: (record) => {
      addAttributes(record);
      addMembers(record);
      addNames(record);
    },
    summary: () => ({
      since,
      unknownAttributes: [...attributes.values()]
        .toSorted((left, right) => right.resources.texts.size - left.resources.texts.size || right.last - left.last)
        .slice(0, MAX_SHOWN)
        .map(attributeOf),
      unknownMembers: [...groups.values()]
        .map(membersOf)
        .toSorted((left, right) => right.members - left.members || right.last - left.last)
        .slice(0, MAX_SHOWN),
      unreadableNames: [...names.values()]
        .toSorted((left, right) => right.requests - left.requests || right.last - left.last)
        .slice(0, MAX_SHOWN)
        .map(nameOf),
      isPartial: isPartial || [attributes, groups, names].some(({ size }) => size > MAX_SHOWN),
    }),
  };
};
