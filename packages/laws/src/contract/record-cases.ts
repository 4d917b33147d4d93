// Records of low volume: texts under keys, written by compare-and-set.
import assert from 'node:assert/strict';
import type { RecordPage, RecordStore, Storage } from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import * as TestClock from 'effect/testing/TestClock';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, outcomesOf, run } from './run-effect.ts';
import { nextId, openOrganisation, START } from './test-organisation.ts';

const KIND = 'webhookEndpoint';
/** Ends that have come long ago and that do not come while a test runs. */
const PAST = 1;
const FUTURE = Number.MAX_SAFE_INTEGER;

/** Runs something as if it were a moment, in milliseconds. */
const atTime = <Answer, Failure>(moment: number, effect: Effect.Effect<Answer, Failure>) =>
  Effect.provide(Effect.andThen(TestClock.setTime(moment), effect), TestClock.layer());

const keysOf = async ({ page }: RecordStore, request: RecordPage): Promise<readonly string[]> =>
  (await run(page(KIND, request))).map(({ key }) => key);

const trimAll = async ({ trimLogs }: Storage, expiredBy: number): Promise<void> => {
  for (let steps = 0; await run(trimLogs({ expiredBy })); steps += 1) assert(steps < 10_000, 'steps have no end');
};

const cases = [
  contractCase('there is none before one is written', async ({ ports: { records } }) => {
    assert.equal(await run(records.read(KIND, 'a')), undefined);
    assert.deepEqual(await run(records.page(KIND, { limit: 10 })), []);
    for (const expected of [0, 1]) {
      const failure = await failsWith('VersionConflict', records.remove(KIND, 'a', expected));
      assert.deepEqual([failure.expected, failure.current], [expected, 0]);
    }
  }),
  contractCase('each write counts the version and is read back as it was written', async ({ ports: { records } }) => {
    const first = await run(records.write(KIND, 'a', { content: '{"n":1}' }, 0));
    assert.deepEqual(first, { key: 'a', version: 1, content: '{"n":1}' });
    assert.deepEqual(await run(records.read(KIND, 'a')), first);
    const second = await run(records.write(KIND, 'a', { content: '{"n":2}', expiresAt: FUTURE }, 1));
    assert.deepEqual(second, { key: 'a', version: 2, content: '{"n":2}', expiresAt: FUTURE });
    assert.deepEqual(await run(records.read(KIND, 'a')), second);
    const third = await run(records.write(KIND, 'a', { content: '{"n":3}' }, 2));
    assert.deepEqual(await run(records.page(KIND, { limit: 10 })), [third]);
    assert.equal('expiresAt' in third, false);
  }),
  contractCase('any text is kept, long ones included', async ({ ports: { records } }) => {
    const texts = [`"quoted" 'text' \\ $ . é e\u0301 \u{1f600} \u2028 \n`, 'x'.repeat(1_048_576), ''];
    for (const [index, content] of texts.entries()) {
      await run(records.write(KIND, '$a.b:/@"\'%', { content }, index));
      assert.deepEqual((await run(records.read(KIND, '$a.b:/@"\'%')))?.content, content);
    }
  }),
  contractCase('who goes out from another version stores and removes nothing', async ({ ports: { records } }) => {
    await run(records.write(KIND, 'a', { content: '1' }, 0));
    const kept = await run(records.write(KIND, 'a', { content: '2' }, 1));
    for (const expected of [0, 1, 3]) {
      const failure = await failsWith('VersionConflict', records.write(KIND, 'a', { content: '9' }, expected));
      assert.deepEqual([failure.expected, failure.current], [expected, 2]);
      await failsWith('VersionConflict', records.remove(KIND, 'a', expected));
    }
    const failure = await failsWith('VersionConflict', records.write(KIND, 'b', { content: '9' }, 1));
    assert.deepEqual([failure.expected, failure.current], [1, 0]);
    assert.deepEqual(await run(records.page(KIND, { limit: 10 })), [kept]);
  }),
  contractCase('what was removed is gone, and its key is free', async ({ ports: { records } }) => {
    await run(records.write(KIND, 'a', { content: '1' }, 0));
    await run(records.write(KIND, 'b', { content: '1' }, 0));
    await run(records.remove(KIND, 'a', 1));
    assert.equal(await run(records.read(KIND, 'a')), undefined);
    assert.deepEqual(await keysOf(records, { limit: 10 }), ['b']);
    assert.equal((await run(records.write(KIND, 'a', { content: '2' }, 0))).version, 1);
  }),
  contractCase('of several at once that go out from one version, one is stored', async ({ ports: { records } }) => {
    for (let expected = 0; expected < 3; expected += 1) {
      const writes = Array.from({ length: 8 }, (_none, index) =>
        records.write(KIND, 'a', { content: `"${index}"` }, expected),
      );
      const outcomes = await outcomesOf(writes);
      const [won, ...others] = outcomes.filter(Result.isSuccess).map(({ success }) => success);
      assert.deepEqual([won?.version, others.length], [expected + 1, 0]);
      for (const outcome of outcomes) {
        if (Result.isFailure(outcome)) assert.equal(outcome.failure._tag, 'VersionConflict');
      }
      assert.deepEqual(await run(records.read(KIND, 'a')), won);
    }
    const removals = await outcomesOf(Array.from({ length: 4 }, () => records.remove(KIND, 'a', 3)));
    assert.equal(removals.filter(Result.isSuccess).length, 1);
  }),
  contractCase('pages are ordered by key and begin where they are told to', async ({ ports: { records } }) => {
    for (const key of ['b:2', 'a:1', 'b:10', 'B:1', 'b:1', 'b', '~', '!'])
      await run(records.write(KIND, key, { content: key }, 0));
    assert.deepEqual(await keysOf(records, { limit: 10 }), ['!', 'B:1', 'a:1', 'b', 'b:1', 'b:10', 'b:2', '~']);
    assert.deepEqual(await keysOf(records, { limit: 2 }), ['!', 'B:1']);
    assert.deepEqual(await keysOf(records, { limit: 2, after: 'B:1' }), ['a:1', 'b']);
    assert.deepEqual(await keysOf(records, { limit: 10, after: 'b:11' }), ['b:2', '~']);
    assert.deepEqual(await keysOf(records, { limit: 10, prefix: 'b:' }), ['b:1', 'b:10', 'b:2']);
    assert.deepEqual(await keysOf(records, { limit: 10, prefix: 'b:', after: 'b:1' }), ['b:10', 'b:2']);
    assert.deepEqual(await keysOf(records, { limit: 10, prefix: 'b:', after: 'a' }), ['b:1', 'b:10', 'b:2']);
    assert.deepEqual(await keysOf(records, { limit: 10, prefix: 'b:', after: 'c' }), []);
    assert.deepEqual(await keysOf(records, { limit: 0 }), []);
  }),
  contractCase('kinds have nothing to do with each other', async ({ ports: { records } }) => {
    await run(records.write(KIND, 'a', { content: '1' }, 0));
    assert.equal(await run(records.read('job', 'a')), undefined);
    await run(records.write('job', 'a', { content: '2' }, 0));
    await run(records.remove(KIND, 'a', 1));
    assert.equal((await run(records.read('job', 'a')))?.content, '2');
  }),
];

const endCases = [
  contractCase('one whose end has come is as if it were not there', async ({ ports: { records } }) => {
    await run(records.write(KIND, 'ended', { content: '1', expiresAt: PAST }, 0));
    await run(records.write(KIND, 'kept', { content: '1', expiresAt: FUTURE }, 0));
    assert.equal(await run(records.read(KIND, 'ended')), undefined);
    assert.deepEqual(await keysOf(records, { limit: 10 }), ['kept']);
    const failure = await failsWith('VersionConflict', records.write(KIND, 'ended', { content: '2' }, 1));
    assert.equal(failure.current, 0);
    await failsWith('VersionConflict', records.remove(KIND, 'ended', 1));
    const again = await run(records.write(KIND, 'ended', { content: '3' }, 0));
    assert.deepEqual(await run(records.read(KIND, 'ended')), again);
    assert.deepEqual(await keysOf(records, { limit: 10 }), ['ended', 'kept']);
  }),
  contractCase('the end is the first moment at which it is gone', async ({ ports: { records } }) => {
    const end = START + 1000;
    const kept = await run(records.write(KIND, 'a', { content: '1', expiresAt: end }, 0));
    const seenAt = async (moment: number) => [
      await run(atTime(moment, records.read(KIND, 'a'))),
      await run(atTime(moment, records.page(KIND, { limit: 10 }))),
    ];
    assert.deepEqual(await seenAt(end - 1), [kept, [kept]]);
    assert.deepEqual(await seenAt(end), [undefined, []]);
    await failsWith('VersionConflict', atTime(end, records.remove(KIND, 'a', 1)));
    await run(atTime(end - 1, records.remove(KIND, 'a', 1)));
  }),
  contractCase('many that have ended do not hide those behind them', async ({ ports: { records } }) => {
    for (let index = 0; index < 8; index += 1)
      await run(records.write(KIND, `a${index}`, { content: '1', expiresAt: PAST }, 0));
    await run(records.write(KIND, 'b', { content: '1' }, 0));
    assert.deepEqual(await keysOf(records, { limit: 2 }), ['b']);
  }),
];

const trimCases = [
  contractCase(
    'records whose end has come are removed, those of organisations and of the installation',
    async (here, storage) => {
      const there = await openOrganisation(storage);
      const prefix = nextId();
      const end = FUTURE - 5;
      for (const records of [here.ports.records, there.ports.records, storage.records]) {
        await run(records.write(KIND, `${prefix}-earlier`, { content: '1', expiresAt: end }, 0));
        await run(records.write(KIND, `${prefix}-later`, { content: '1', expiresAt: end + 1 }, 0));
        await run(records.write(KIND, `${prefix}-never`, { content: '1' }, 0));
      }
      await trimAll(storage, end - 1);
      assert.deepEqual((await keysOf(here.ports.records, { limit: 10, prefix })).length, 3);
      await trimAll(storage, end);
      for (const records of [here.ports.records, there.ports.records, storage.records])
        assert.deepEqual(await keysOf(records, { limit: 10, prefix }), [`${prefix}-later`, `${prefix}-never`]);
    },
  ),
];

const scopeCases = [
  contractCase('those of an organisation are its own', async ({ ports: { records } }, storage) => {
    const there = (await openOrganisation(storage)).ports.records;
    const key = nextId();
    await run(records.write(KIND, key, { content: 'here' }, 0));
    for (const other of [there, storage.records]) {
      assert.equal(await run(other.read(KIND, key)), undefined);
      await failsWith('VersionConflict', other.remove(KIND, key, 1));
      await run(other.write(KIND, key, { content: 'other' }, 0));
    }
    assert.deepEqual(
      (await run(records.page(KIND, { limit: 10 }))).map(({ content }) => content),
      ['here'],
    );
  }),
  contractCase('those of the installation outlive an organisation', async ({ organisation }, storage) => {
    const key = nextId();
    const kept = await run(storage.records.write('account', key, { content: '1' }, 0));
    await run(storage.organisations.remove(organisation, 1));
    while ((await run(storage.purgeRemoved(100))) > 0);
    assert.deepEqual(await run(storage.records.read('account', key)), kept);
  }),
];

/** Records of low volume. */
export const recordCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'records', [...cases, ...endCases, ...scopeCases]),
  ...casesFor(open, 'retention', trimCases),
];
