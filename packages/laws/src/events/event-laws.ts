// Laws of the events: whoever follows them has what the lists show, whatever happens, however often and in whichever order of
// subjects they come.
import assert from 'node:assert/strict';
import type { DirectoryEvent, SequencedEvent } from '@looop-scim/provisioning/events';
import fc from 'fast-check';
import type { OpenStorage } from '../contract/contract-case.ts';
import { run } from '../contract/run-effect.ts';
import type { Law } from '../law.ts';
import { lawOnStorage } from '../model/law-on-storage.ts';
import { listedDirectory, makeConsumer, type Directory } from './event-consumer.ts';
import { deeds, openTraffic, type Deed, type Traffic } from './event-traffic.ts';

const eventsAfter = async ({ ports }: Traffic, sequence: number): Promise<readonly SequencedEvent[]> =>
  await run(ports.events.after(sequence, 100_000));

/** Everything that follows a position, page by page as a consumer reads it. */
const readOn = async ({ feed }: Traffic, after: number): Promise<readonly DirectoryEvent[]> => {
  const events: DirectoryEvent[] = [];
  for (let position = after; ;) {
    const page = await run(feed.read({ after: position, limit: 3 }));
    events.push(...page.events.map(({ event }) => event));
    if (!page.hasMore) return events;
    position = page.next;
  }
};

const traffics = fc.array(deeds, { minLength: 1, maxLength: 40, size: 'max' });

/** Deliveries of events: each at least once, those of one subject in order at first; earlier ones may come again at any time. */
const delivered = (events: readonly DirectoryEvent[], choices: readonly number[]): readonly DirectoryEvent[] => {
  const queues = [...Map.groupBy(events, ({ subject }) => subject.id).values()].map((queue) => [...queue]);
  const deliveries: DirectoryEvent[] = [];
  for (let turn = 0; queues.length > 0; turn += 1) {
    const choice = choices[turn % choices.length] ?? 0;
    const again = deliveries[choice % Math.max(deliveries.length, 1)];
    if (choice % 3 === 0 && again !== undefined) deliveries.push(again);
    const index = choice % queues.length;
    const event = queues[index]?.shift();
    if (event !== undefined) deliveries.push(event);
    if (queues[index]?.length === 0) queues.splice(index, 1);
  }
  return deliveries;
};

const replay = (open: OpenStorage): Law =>
  lawOnStorage('events: read on from a snapshot, they make what the lists show', open, (storage) =>
    fc.asyncProperty(traffics, traffics, traffics, async (before, during, after) => {
      const traffic = await openTraffic(storage);
      for (const deed of before) await traffic.act(deed);
      const consumer = makeConsumer();
      const meanwhile = [...during];
      const position = await consumer.load(traffic, async () => {
        const deed = meanwhile.shift();
        if (deed !== undefined) await traffic.act(deed);
      });
      for (const deed of after) await traffic.act(deed);
      await run(traffic.retell);
      for (const event of await readOn(traffic, position)) consumer.take(event);
      assert.deepEqual(consumer.seen(), await listedDirectory(traffic));
    }),
  );

const anyDelivery = (open: OpenStorage): Law =>
  lawOnStorage('events: repeated, and in any order of subjects, they make the same', open, (storage) =>
    fc.asyncProperty(
      traffics,
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 50, size: 'max' }),
      async (done, choices) => {
        const traffic = await openTraffic(storage);
        for (const deed of done) await traffic.act(deed);
        await run(traffic.retell);
        const events = (await eventsAfter(traffic, 0)).map(({ event }) => event);
        const consumer = makeConsumer();
        // Erased events say nothing of the person but that it was there.
        for (const event of delivered(events, choices)) consumer.take(event);
        assert.deepEqual(consumer.seen(), await listedDirectory(traffic));
      },
    ),
  );

/** What changed of one subject, for the law below. */
const changedSubjects = (before: Directory, after: Directory): ReadonlySet<string> => {
  const entries = ({ people, groups, memberships }: Directory) =>
    new Map([
      ...[...people, ...groups].map((one) => [one.id, JSON.stringify(one)] as const),
      ...memberships.map((text) => [text, text] as const),
    ]);
  const [old, fresh] = [entries(before), entries(after)];
  const keys = [...new Set([...old.keys(), ...fresh.keys()])].filter((key) => old.get(key) !== fresh.get(key));
  // A membership begins with the id of its group.
  return new Set(keys.map((key) => key.split(' ', 1)[0] ?? ''));
};

const noEventWithoutChange = (open: OpenStorage): Law =>
  lawOnStorage('events: none without a change, and no change without one', open, (storage) =>
    fc.asyncProperty(traffics, async (done) => {
      const traffic = await openTraffic(storage);
      const consumer = makeConsumer();
      let [before, position] = [await listedDirectory(traffic), 0];
      for (const deed of done) {
        await traffic.act(deed);
        // The lists go by a new set at once; events do once people were told of anew.
        await run(traffic.retell);
        const told = await eventsAfter(traffic, position);
        const after = await listedDirectory(traffic);
        const changed = changedSubjects(before, after);
        for (const { event } of told) {
          assert(changed.has(event.subject.id), `${event.type} without a change`);
          consumer.take(event);
        }
        assert.deepEqual(consumer.seen(), after);
        before = after;
        position += told.length;
      }
    }),
  );

const inOrder = (open: OpenStorage): Law =>
  lawOnStorage('events: at once, they have no gaps, and each subject has its versions in order', open, (storage) =>
    fc.asyncProperty(traffics, traffics, async (first, atOnce) => {
      const traffic = await openTraffic(storage);
      for (const deed of first) await traffic.act(deed);
      await Promise.all(atOnce.map((deed) => traffic.act(deed)));
      await run(traffic.retell);
      const all = await eventsAfter(traffic, 0);
      assert.deepEqual(
        all.map(({ sequence }) => sequence),
        all.map((_, index) => index + 1),
      );
      const versions = new Map<string, number>();
      for (const { event } of all) {
        const { data, subject, erased } = event;
        if (erased === true) continue;
        const version = 'group' in data ? data.group.version : 'version' in data.user ? data.user.version : 0;
        assert(version >= (versions.get(subject.id) ?? 0), `version ${version} of ${subject.id} comes late`);
        versions.set(subject.id, version);
      }
    }),
  );

const SECRET = 'Ana-Müller-7391';

const erasure = (open: OpenStorage): Law =>
  lawOnStorage('events: of a person who was deleted no value is left, in them or in the activity', open, (storage) =>
    fc.asyncProperty(traffics, async (done) => {
      const traffic = await openTraffic(storage);
      const telling = done.map((deed): Deed => {
        if ('title' in deed) return { ...deed, title: `${SECRET} ${deed.title}` };
        return 'value' in deed ? { ...deed, value: `${SECRET} ${deed.value}` } : deed;
      });
      for (const deed of telling) await traffic.act(deed);
      const { items } = await run(traffic.platform.users({ limit: 1000 }));
      for (const { id } of items) {
        const type = traffic.scim.resourceTypeAt('/Users');
        if (type === undefined) throw new TypeError('there are no users');
        const caller = { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' };
        await run(traffic.scim.remove({ type, id, caller }));
      }
      // What acknowledged writes still have to record is recorded by whoever reads the log.
      await eventsAfter(traffic, 0);
      const lastProfilesBefore = Date.now() + 60_000;
      while (await run(storage.trimLogs({ lastProfilesBefore })));
      const events = (await eventsAfter(traffic, 0)).map(({ event }) => event);
      const withoutIds = events.map((event) => ({ ...event, data: JSON.stringify(event.data) }));
      for (const { type, data, subject } of withoutIds) {
        if (subject.type !== 'user') continue;
        const { user } = JSON.parse(data) as { readonly user: object };
        const kept = type === 'user.deleted' ? ['externalId', 'id'] : ['id'];
        assert(Object.keys(user).every((name) => kept.includes(name)));
      }
      const others = events.filter(({ type }) => type !== 'user.deleted');
      const records = await run(traffic.ports.activity.page({ limit: 100_000 }));
      const about = records.filter(({ record }) => record.resourceType === 'User' && record.resourceId !== undefined);
      assert(!JSON.stringify([others, about]).includes(SECRET));
    }),
  );

/** Runs a law with a part of the cases: one of these is as long as many of others. */
const partOf = ({ name, check }: Law, part: number): Law => ({
  name,
  check: ({ seed, runs }) => check({ seed, runs: Math.ceil(runs * part) }),
});

/** Laws of the events of a storage; `part` says how many of the cases that are asked for are tried. */
export const eventLaws = (open: OpenStorage, part = 1 / 20): readonly Law[] =>
  [replay, anyDelivery, noEventWithoutChange, inOrder, erasure].map((one) => partOf(one(open), part));

/** Those that several processes at once can break. */
export const eventOrderLaws = (open: OpenStorage, part = 1 / 100): readonly Law[] =>
  [inOrder, replay].map((one) => partOf(one(open), part));
