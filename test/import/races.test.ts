// Somebody else writes while a line of a file is imported.
import { makeScimService } from '@looop-scim/provisioning';
import { makeDirectoryExport, makeDirectoryImport, type ImportSettings } from '@looop-scim/provisioning/directory';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import * as Effect from 'effect/Effect';
import { describe, expect, it } from 'vitest';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../support/domain-parts.ts';
import { run } from '../support/run/run-effect.ts';
import { GROUPS, said, USERS, type Row } from './directory.ts';

const people = (...names: readonly string[]): readonly Row[] => names.map((userName) => ({ userName }));

describe('somebody else at the same time', () => {
  /** An organisation whose look-ups are followed by something that somebody else does, once. */
  const openRace = async () => {
    const storage = await run(openMemoryStorage({ registry: standardRegistry }));
    const ports = storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-0000000000ab'));
    const deps = {
      ...{ ...ports, registry: standardRegistry, policy: interopPolicy, baseUrl: '', ids: uuidV7Generator },
      cursorCipher: makeCursorCipher('secret of the installation', 'acme'),
    };
    let others: (() => Promise<unknown>) | undefined;
    let left = 0;
    const list: typeof ports.resources.list = (query) =>
      Effect.tap(ports.resources.list(query), () =>
        Effect.promise(async () => {
          if (left <= 0) return;
          left -= 1;
          await others?.();
        }),
      );
    const take = async (rows: readonly Row[], settings: Partial<ImportSettings> = {}, racing = false) => {
      const { resources } = ports;
      const importing = makeDirectoryImport({ ...deps, resources: racing ? { ...resources, list } : resources });
      const importRun = await run(importing.begin({ ...USERS, ...settings }));
      const given = rows.map((row, index) => ({ line: index + 1, cells: new Map(Object.entries(row)) }));
      return run(importRun.take(given));
    };
    const service = makeScimService(deps);
    const type = service.resourceTypeAt('/Users');
    if (type === undefined) throw new TypeError('no users');
    const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
    return {
      ...{ deps, take },
      found: async () =>
        (await run(ports.resources.walk({ resourceType: 'User', limit: 9, maxCharacters: 9999 }))).resources,
      remove: (id: string) => run(service.remove({ type, id, caller })),
      race: (times: number, happening: () => Promise<unknown>) => {
        left = times;
        others = happening;
      },
    };
  };

  it('who creates the person first leaves the line to change that person', async () => {
    const { take, race, found } = await openRace();
    race(1, () => take([{ userName: 'ana', title: 'Coach' }]));
    expect((await take([{ userName: 'ana', title: 'Lead' }], {}, true)).map(said)).toEqual(['changed ana']);
    expect((await found()).map(({ document }) => document['title'])).toEqual(['Lead']);
  });

  it('who deletes the person leaves the line to create one', async () => {
    const { take, race, found, remove } = await openRace();
    await take([{ userName: 'ana', title: 'Coach' }]);
    const [ana] = await found();
    race(1, () => remove(ana?.id ?? ''));
    expect((await take([{ userName: 'ana', title: 'Lead' }], {}, true)).map(said)).toEqual(['created ana']);
  });

  it('who does so again and again has the line refused after four attempts', async () => {
    const { take, race, found, remove } = await openRace();
    let attempts = 0;
    race(1000, async () => {
      attempts += 1;
      const [ana] = await found();
      await (ana === undefined ? take([{ userName: 'ana' }]) : remove(ana.id));
    });
    const [outcome] = await take([{ userName: 'ana', title: 'Lead' }], {}, true);
    expect([outcome?.kind, attempts]).toEqual(['refused', 4]);
  });

  it('who changes the person as well loses nothing', async () => {
    const { take, race, found } = await openRace();
    await take([{ userName: 'ana', title: 'Coach' }]);
    race(1, () => take([{ userName: 'ana', nickName: 'annie' }]));
    expect((await take([{ userName: 'ana', title: 'Lead' }], {}, true)).map(said)).toEqual(['changed ana']);
    expect((await found())[0]?.document).toMatchObject({ title: 'Lead', nickName: 'annie' });
  });

  it('who creates, deletes or fills the group leaves its lines to do what they say', async () => {
    for (const rows of [
      [{ displayName: 'Sales', members: ['ana', 'ben'] }],
      [
        { group: 'Sales', member: 'ana' },
        { group: 'Sales', member: 'ben' },
      ],
    ] as const) {
      const { take, race, deps } = await openRace();
      await take(people('ana', 'ben', 'cleo'));
      race(1, () => take([{ displayName: 'Sales', externalId: 'g-1', members: ['ana'] }], GROUPS));
      const outcomes = await take(rows, GROUPS, true);
      expect(outcomes.every(({ kind }) => kind !== 'refused')).toBe(true);
      const [group] = (await run(makeDirectoryExport(deps).groups(undefined))).rows;
      expect([group?.displayName, group?.externalId, group?.members.toSorted()]).toEqual(['Sales', 'g-1', ['ana', 'ben']]);
    }
  });
});
