// How many people another mapping set would change, looked at in steps.
import { describe, expect, it } from 'vitest';
import { makeMappingImpact } from '@looop-scim/provisioning/organisation';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { openDirectory } from '../events/support.ts';
import { titleFrom } from './support.ts';

const PLAIN = titleFrom({ from: [{ attribute: 'title' }] });
const UPPER = titleFrom({ from: [{ attribute: 'title' }], steps: ['upper'] });

/** People, every second one with a title, and a group, which is nobody. */
const openWith = async (people: number) => {
  const directory = await openDirectory();
  await run(directory.mappings.save(PLAIN, { author: 'test' }));
  for (let index = 0; index < people; index += 1) {
    await directory.create('User', { userName: `user-${index}`, ...(index % 2 === 0 && { title: `Coach ${index}` }) });
  }
  await directory.create('Group', { displayName: 'Sales' });
  return { ...directory, begin: makeMappingImpact(directory.deps) };
};

describe('the impact of a mapping set', () => {
  it('is counted 200 people at a step, with at most 20 examples', async () => {
    const { begin } = await openWith(250);
    const { step } = await run(begin(UPPER));
    const first = await run(step());
    expect(first).toMatchObject({ isDone: false, report: { people: 200, changed: 100, fields: { title: 100 } } });
    const { report, isDone } = await run(step());
    expect([isDone, report.people, report.changed, report.fields]).toEqual([true, 250, 125, { title: 125 }]);
    expect(report.examples).toEqual(first.report.examples);
    expect(report.examples).toHaveLength(20);
    expect(report.examples[1]).toEqual({
      id: expect.any(String),
      userName: 'user-2',
      difference: [{ field: 'title', before: 'Coach 2', after: 'COACH 2' }],
    });
  });

  it('is counted field by field, from the default set where none was saved', async () => {
    const { deps, create } = await openDirectory();
    await create('User', { userName: 'ana', title: 'Coach' });
    await create('User', { userName: 'ben', active: false });
    const { step } = await run(makeMappingImpact(deps)(UPPER));
    expect((await run(step())).report).toMatchObject({
      people: 2,
      changed: 2,
      fields: { title: 1, username: 2, active: 2 },
    });
  });

  it('of a set that changes nobody is none', async () => {
    const { begin } = await openWith(3);
    const { step } = await run(begin(PLAIN));
    expect(await run(step())).toEqual({ isDone: true, report: { people: 3, changed: 0, fields: {}, examples: [] } });
  });

  it('of a set that cannot be is refused at once', async () => {
    const { begin } = await openWith(0);
    expect(await failureOf(begin(titleFrom({ from: [{ attribute: 'tilte' }] })))).toMatchObject({
      _tag: 'InvalidMappingSet',
      faults: [{ kind: 'unknownAttribute' }],
    });
  });

  it('asks for parts of people that are short enough for requests to get their turn', async () => {
    const { deps, create } = await openDirectory();
    await create('User', { userName: 'ana' });
    const asked: unknown[] = [];
    const walk: typeof deps.resources.walk = (query) => (asked.push(query), deps.resources.walk(query));
    const { step } = await run(makeMappingImpact({ ...deps, resources: { ...deps.resources, walk } })(UPPER));
    await run(step());
    expect(asked).toEqual([{ resourceType: 'User', limit: 200, maxCharacters: 262_144 }]);
  });
});
