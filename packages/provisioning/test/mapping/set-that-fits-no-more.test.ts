// A saved set that the attributes of today do not fit any more, as another process may leave it: everybody goes by what is left of it.
import { expect, it } from 'vitest';
import { makeMappingImpact } from '@looop-scim/provisioning/organisation';
import { run } from '../../../../test/support/run/run-effect.ts';
import { openDirectory } from '../events/support.ts';

const title = { field: 'title', from: [{ attribute: 'title' }], steps: ['upper'] };
const gone = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User:badge';
/** More faults than a refusal lists. */
const missing = ['department', 'area', 'location', 'position', 'custom1', 'custom2', 'custom3', 'division'].map(
  (field) => ({
    field,
    from: Array.from({ length: 16 }, (_none, index) => ({ attribute: `${gone}${index}` })),
  }),
);

it('events, lists, previews and impacts show the fields that are left, and none of the default set', async () => {
  const { deps, ports, platform, mappings, create, events } = await openDirectory();
  const content = JSON.stringify({ set: { mappings: [...missing, title] } });
  await run(ports.revisions.append('mappingSet', { at: 1, author: 'another process', content }, 0));
  const user = await create('User', { userName: 'ana', title: 'coach', displayName: 'Ana' });
  const profile = { title: 'COACH' };
  const [event] = await events();
  expect(event?.data).toMatchObject({ user: { mappingVersion: 1 } });
  expect(event?.data).toHaveProperty('user.profile', profile);
  expect((await run(platform.users({ limit: 10 }))).items.map((item) => item.profile)).toEqual([profile]);
  const preview = await run(mappings.preview({ subject: { user } }));
  expect([preview.profile, preview.difference]).toEqual([profile, []]);
  const impact = await run((await run(makeMappingImpact(deps)({ mappings: [title] }))).step());
  expect(impact).toMatchObject({ isDone: true, report: { people: 1, changed: 0 } });
});
