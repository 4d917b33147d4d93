// A request that was recorded is explained from what was kept of it, by the data of today.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { InvalidPosition } from '@looop-scim/provisioning/ports';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { openExplained, type Explained } from './support.ts';

/** The newest record. */
const newest = async ({ ports }: Explained) => {
  const [entry] = await run(ports.activity.page({ limit: 1 }));
  if (entry === undefined) throw new TypeError('nothing was recorded');
  return entry;
};

const explainNewest = async (directory: Explained) => {
  const { position, record } = await newest(directory);
  return { record, explanation: await run(directory.explaining().recorded(position)) };
};

describe('a recorded request', () => {
  it('is explained as it was sent, without its secrets, and with its record', async () => {
    const directory = await openExplained();
    const id = await directory.create('User', { userName: 'ana', title: 'Coach', password: 'not to be shown' });
    const { record, explanation } = await explainNewest(directory);
    expect(explanation).toMatchObject({
      request: { method: 'POST', path: '/Users', body: { userName: 'ana', title: 'Coach' }, resourceType: 'User' },
      ...{ isBodyMissing: false, understood: { userName: 'ana', title: 'Coach' }, record },
      clauses: [{ section: '7', document: 'RFC 7643' }, { section: '3.12' }, { section: '3.3' }],
      // By the data of today she is there already.
      dryRun: { outcome: 'refused', failure: { kind: 'Uniqueness' } },
    });
    expect('resourceId' in (explanation?.request ?? {})).toBe(false);
    expect(JSON.stringify(explanation)).not.toContain('not to be shown');
    await directory.patch('User', id, { op: 'replace', path: 'title', value: 'Lead' });
    const patched = (await explainNewest(directory)).explanation;
    expect(patched).toMatchObject({
      request: { method: 'PATCH', path: `/Users/${id}`, resourceId: id },
      operations: [{ op: 'replace', path: 'title', value: 'Lead', attribute: 'title' }],
      dryRun: { outcome: 'unchanged', version: 2 },
    });
    await directory.replace('User', id, { userName: 'ana' });
    expect((await explainNewest(directory)).explanation?.request.method).toBe('PUT');
  });

  it('keeps the conditions under which it was sent', async () => {
    const directory = await openExplained();
    const id = await directory.create('User', { userName: 'ana' });
    const entry = await newest(directory);
    const conditions = [
      [{ ifMatch: 'W/"9"' }, 412],
      [{ ifMatch: 'W/"1"' }, 200],
      [{ ifNoneMatch: '*' }, 412],
    ] as const;
    for (const [condition, status] of conditions) {
      const request = { body: { userName: 'ana', title: 'Coach' }, ...condition };
      const record = { ...entry.record, operation: 'replace', resourceId: id, request } as const;
      const activity = {
        ...directory.ports.activity,
        page: () => Effect.succeed([{ ...entry, record }]),
      };
      const explanation = await run(directory.explaining({ activity }).recorded(entry.position));
      expect([explanation?.dryRun?.status, explanation?.request.ifMatch]).toEqual([
        status,
        'ifMatch' in condition ? condition.ifMatch : undefined,
      ]);
    }
  });

  it('whose body was not kept is named with what it is judged by alone; a deletion needs none', async () => {
    const directory = await openExplained();
    const id = await directory.create('User', { userName: 'ana', nickName: 'x'.repeat(20_000) });
    const { record, explanation } = await explainNewest(directory);
    expect(explanation).toEqual({
      request: { method: 'POST', path: '/Users', resourceType: 'User' },
      ...{ isBodyMissing: true, record, leniencies: [] },
      clauses: [{ document: 'RFC 7644', section: '3.3', about: 'Creating a resource' }],
    });
    await directory.remove('User', id);
    const deletion = await explainNewest(directory);
    expect(deletion.explanation).toMatchObject({
      request: { method: 'DELETE', path: `/Users/${id}` },
      ...{ isBodyMissing: false, dryRun: { outcome: 'refused', failure: { kind: 'ResourceNotFound' } } },
    });
  });

  it.each([
    ['reads', { operation: 'read' }],
    ['refused tokens', { operation: 'authenticate' }],
    ['what has no type', { operation: 'create', resourceType: undefined }],
    ['types that there are no more', { operation: 'create', resourceType: 'Gadget' }],
  ] as const)('is none of %s', async (_of, given) => {
    const directory = await openExplained();
    await directory.create('User', { userName: 'ana' });
    const entry = await newest(directory);
    const { resourceType: _type, ...rest } = entry.record;
    const { resourceType = undefined, ...other } = { resourceType: 'User', ...given };
    const record = { ...rest, ...other, ...(resourceType !== undefined && { resourceType }) };
    const activity = { ...directory.ports.activity, page: () => Effect.succeed([{ ...entry, record }]) };
    expect(await run(directory.explaining({ activity }).recorded(entry.position))).toBeUndefined();
  });

  it('that is not there any more is explained by nothing, and a text that is no position is refused', async () => {
    const directory = await openExplained();
    await directory.create('User', { userName: 'ana' });
    const { position } = await newest(directory);
    await run(directory.storage.trimLogs({ activityBefore: Date.now() + 60_000 }));
    expect(await run(directory.explaining().recorded(position))).toBeUndefined();
    expect(await failureOf(directory.explaining().recorded('nonsense'))).toBeInstanceOf(InvalidPosition);
  });
});
