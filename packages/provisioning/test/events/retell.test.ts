// A mapping set that is saved is told to the platform person by person, whoever does it and however often it is interrupted.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { makeRetelling } from '@looop-scim/provisioning/events';
import { run } from '../../../../test/support/run/run-effect.ts';
import { titleFrom } from '../mapping/support.ts';
import { openDirectory, type Directory } from './support.ts';

const PLAIN = titleFrom({ from: [{ attribute: 'title' }] });
const UPPER = titleFrom({ from: [{ attribute: 'title' }], steps: ['upper'] });

const save = ({ mappings }: Directory, set: unknown) => run(mappings.save(set, { author: 'test' }));

/** People with titles, all told of by the set `PLAIN`. */
const openWithPeople = async (count: number) => {
  const directory = await openDirectory();
  await save(directory, PLAIN);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push(await directory.create('User', { userName: `user-${index}`, ...(index % 2 === 0 && { title: 'Coach' }) }));
  }
  return { directory, ids };
};

describe('telling of people by a newer mapping set', () => {
  it('has one event for each person whose profile differs, and none for the others', async () => {
    const { directory, ids } = await openWithPeople(6);
    const before = await directory.events();
    await save(directory, UPPER);
    expect(await run(makeRetelling(directory.deps))).toBe(6);
    const told = await directory.events(before.length);
    expect(told.map(({ subject }) => subject.id).toSorted()).toEqual(
      ids.filter((_, index) => index % 2 === 0).toSorted(),
    );
    for (const event of told) {
      expect(event).toMatchObject({
        type: 'user.updated',
        cause: { kind: 'mapping' },
        data: {
          user: { version: 1, mappingVersion: 2, profile: { title: 'COACH' } },
          changes: [{ field: 'title', before: 'Coach', after: 'COACH' }],
        },
      });
    }
    expect(await run(makeRetelling(directory.deps))).toBe(0);
    expect(await directory.events()).toHaveLength(before.length + told.length);
    const user = await run(directory.ports.resources.read({ resourceType: 'User', id: ids[0] ?? '' }, false));
    expect(user.version).toBe(1);
  });

  it('goes on where it was interrupted, and several at once tell nobody twice', async () => {
    const { directory } = await openWithPeople(300);
    const before = (await directory.events()).length;
    await save(directory, UPPER);
    let left = 40;
    const { resources } = directory.deps;
    const change: typeof resources.change = (target, decide) => {
      left -= 1;
      return left < 0 ? Effect.interrupt : resources.change(target, decide);
    };
    await run(Effect.exit(makeRetelling({ ...directory.deps, resources: { ...resources, change } })));
    expect((await directory.events(before)).length).toBeLessThan(150);
    const counts = await Promise.all([1, 2, 3].map(() => run(makeRetelling(directory.deps))));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThan(300);
    const told = (await directory.events(before)).map(({ subject }) => subject.id);
    expect([told.length, new Set(told).size]).toEqual([150, 150]);
  });

  it('does not go back: a process that knows an older set asks for the newer one before it writes', async () => {
    const { directory, ids } = await openWithPeople(1);
    const [id = ''] = ids;
    // It knows the set of its last write, and would go by it for some seconds.
    const stale = directory.patch;
    await save(directory, UPPER);
    await run(makeRetelling(directory.deps));
    await stale('User', id, { op: 'replace', path: 'title', value: 'Lead' });
    const last = (await directory.events()).at(-1);
    expect(last?.data).toMatchObject({
      user: { version: 2, mappingVersion: 2 },
      changes: [{ field: 'title', before: 'COACH', after: 'LEAD' }],
    });
  });

  it('shows what differs from what was told, when a write brings the new set', async () => {
    const { directory, ids } = await openWithPeople(1);
    await save(directory, UPPER);
    // A process that has not told anybody of the set yet, and knows it.
    const fresh = makeScimService(directory.deps);
    const type = fresh.resourceTypeAt('/Users');
    if (type === undefined) throw new TypeError('no users');
    const body = { Operations: [{ op: 'replace', path: 'nickName', value: 'x' }] };
    const caller = { tokenFingerprint: 'abc', requestId: 'r-9' };
    await run(fresh.patch({ type, id: ids[0] ?? '', body, caller, projection: {} }));
    expect((await directory.events()).at(-1)?.data).toMatchObject({
      user: { version: 2, mappingVersion: 2 },
      changes: [{ field: 'title', before: 'Coach', after: 'COACH' }],
    });
  });
});
