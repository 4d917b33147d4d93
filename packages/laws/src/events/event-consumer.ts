// A consumer as docs/events.md tells to write one: it drops what is older than what it has, and never forgets who was deleted.
import type { DirectoryEvent, EventGroup, EventUser } from '@looop-scim/provisioning/events';
import { run } from '../contract/run-effect.ts';
import type { Traffic } from './event-traffic.ts';

/** A person, without the version of the mapping set: a set that makes the same profile is not told of. */
type Person = Omit<EventUser, 'mappingVersion'>;

/** People, groups and memberships, in an order that does not depend on how they came. */
export interface Directory {
  readonly people: readonly Person[];
  readonly groups: readonly Omit<EventGroup, 'version'>[];
  readonly memberships: readonly string[];
}

const byId = (left: { readonly id: string }, right: { readonly id: string }): number => (left.id < right.id ? -1 : 1);

const membership = (group: string, { type, id }: { readonly type: string; readonly id: string }): string =>
  `${group} has the ${type} ${id}`;

/** Pages of a list, one after the other. */
const pagesOf = async function* <Page extends { readonly next?: string }>(
  read: (cursor: { readonly cursor?: string }) => Promise<Page>,
): AsyncGenerator<Page, void> {
  let cursor: { readonly cursor?: string } = {};
  for (;;) {
    const page = await read(cursor);
    yield page;
    if (page.next === undefined) return;
    cursor = { cursor: page.next };
  }
};

/** Makes a consumer that has nothing yet. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeConsumer = () => {
  const people = new Map<string, EventUser>();
  const groups = new Map<string, EventGroup>();
  const members = new Map<string, Map<string, string>>();
  const deleted = new Set<string>();

  const isOlder = (known: EventUser | undefined, user: EventUser): boolean =>
    known !== undefined &&
    (user.version < known.version || (user.version === known.version && user.mappingVersion < known.mappingVersion));

  const takeUser = (user: EventUser): void => {
    if (!deleted.has(user.id) && !isOlder(people.get(user.id), user)) people.set(user.id, user);
  };
  const takeGroup = (group: EventGroup): boolean => {
    if (deleted.has(group.id) || group.version < (groups.get(group.id)?.version ?? 0)) return false;
    groups.set(group.id, group);
    return true;
  };
  const membersOf = (group: string): Map<string, string> => {
    const found = members.get(group) ?? new Map<string, string>();
    members.set(group, found);
    return found;
  };

  const take = ({ type, subject, data }: DirectoryEvent): void => {
    if (type === 'user.deleted' || type === 'group.deleted') {
      deleted.add(subject.id);
      people.delete(subject.id);
      groups.delete(subject.id);
    } else if ('user' in data) {
      if ('profile' in data.user) takeUser(data.user);
    } else if (takeGroup(data.group)) {
      for (const member of data.members ?? []) {
        const text = membership(data.group.id, member);
        if (type === 'group.members_added') membersOf(data.group.id).set(member.id, text);
        else if (type === 'group.members_removed') membersOf(data.group.id).delete(member.id);
      }
    }
  };

  /** Loads the lists page by page; `meanwhile` happens between two pages. The answer is where to read on. */
  const load = async ({ platform }: Traffic, meanwhile: () => Promise<unknown> = async () => undefined) => {
    let position: number | undefined;
    for await (const page of pagesOf((cursor) => run(platform.users({ limit: 2, ...cursor })))) {
      position ??= page.feedPosition;
      for (const { createdAt: _created, updatedAt: _updated, ...user } of page.items) takeUser(user);
      await meanwhile();
    }
    for await (const page of pagesOf((cursor) => run(platform.groups({ limit: 2, ...cursor })))) {
      for (const { createdAt: _created, updatedAt: _updated, ...group } of page.items) {
        takeGroup(group);
        await meanwhile();
        await loadMembers(platform, group.id);
      }
    }
    return position ?? 0;
  };

  const loadMembers = async (platform: Traffic['platform'], group: string): Promise<void> => {
    try {
      for await (const page of pagesOf((cursor) => run(platform.members(group, { limit: 2, ...cursor })))) {
        for (const { id, resourceType } of page.items) {
          membersOf(group).set(id, membership(group, { type: resourceType === 'Group' ? 'group' : 'user', id }));
        }
      }
    } catch {
      // Deleted meanwhile: the feed says so.
    }
  };

  const seen = (): Directory => ({
    people: [...people.values()].map(({ mappingVersion: _version, ...person }) => person).toSorted(byId),
    groups: [...groups.values()].map(({ version: _version, ...group }) => group).toSorted(byId),
    // A deletion ends memberships on both sides without an event of its own.
    memberships: [...members]
      .flatMap(([group, list]) =>
        deleted.has(group) ? [] : [...list].flatMap(([id, text]) => (deleted.has(id) ? [] : [text])),
      )
      .toSorted(),
  });

  return { take, load, seen };
};

/** What the lists show. */
export const listedDirectory = async (traffic: Traffic): Promise<Directory> => {
  const consumer = makeConsumer();
  await consumer.load(traffic);
  return consumer.seen();
};
