// Settings whose history is kept: numbered texts that nobody overwrites.
import assert from 'node:assert/strict';
import { MAX_REVISIONS, type RevisionStore } from '@looop-scim/provisioning/ports';
import * as Result from 'effect/Result';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, outcomesOf, run } from './run-effect.ts';
import { openOrganisation, START } from './test-organisation.ts';

const KIND = 'mappingSet';

const revision = (number: number) => ({ at: START + number, author: `author ${number}`, content: `{"n":${number}}` });

/** Saves so many revisions, one after the other. */
const save = async ({ append }: RevisionStore, count: number): Promise<void> => {
  for (let number = 1; number <= count; number += 1) await run(append(KIND, revision(number), number - 1));
};

const versionsOf = async ({ page }: RevisionStore, request: { readonly before?: number; readonly limit: number }) =>
  (await run(page(KIND, request))).map(({ version }) => version);

const cases = [
  contractCase('there is none before one is saved', async ({ ports: { revisions } }) => {
    assert.equal(await run(revisions.newest(KIND)), undefined);
    assert.equal(await run(revisions.read(KIND, 1)), undefined);
    assert.deepEqual(await run(revisions.page(KIND, { limit: 10 })), []);
  }),
  contractCase('each gets the next version and is read back as it was saved', async ({ ports: { revisions } }) => {
    const first = await run(revisions.append(KIND, revision(1), 0));
    assert.deepEqual(first, { version: 1, ...revision(1) });
    const second = await run(revisions.append(KIND, revision(2), 1));
    assert.deepEqual(await run(revisions.newest(KIND)), second);
    assert.deepEqual(await run(revisions.read(KIND, 1)), first);
    assert.deepEqual(await run(revisions.read(KIND, 2)), { version: 2, ...revision(2) });
    assert.equal(await run(revisions.read(KIND, 3)), undefined);
    assert.deepEqual(await run(revisions.page(KIND, { limit: 10 })), [second, first]);
  }),
  contractCase('any text is kept, long ones included', async ({ ports: { revisions } }) => {
    const texts = [`"quoted" 'text' \\ $ . é e\u0301 \u{1f600} \u2028 \n`, 'x'.repeat(1_100_000), ''];
    for (const [index, content] of texts.entries()) {
      await run(revisions.append(KIND, { at: START, author: content.slice(0, 60), content }, index));
      assert.deepEqual(await run(revisions.newest(KIND)), {
        version: index + 1,
        at: START,
        author: content.slice(0, 60),
        content,
      });
    }
  }),
  contractCase('pages go back from the newest one', async ({ ports: { revisions } }) => {
    await save(revisions, 5);
    assert.deepEqual(await versionsOf(revisions, { limit: 2 }), [5, 4]);
    assert.deepEqual(await versionsOf(revisions, { limit: 2, before: 4 }), [3, 2]);
    assert.deepEqual(await versionsOf(revisions, { limit: 2, before: 2 }), [1]);
    assert.deepEqual(await versionsOf(revisions, { limit: 2, before: 1 }), []);
    assert.deepEqual(await versionsOf(revisions, { limit: 0 }), []);
  }),
  contractCase('who goes out from another version than the newest stores nothing', async ({ ports: { revisions } }) => {
    await save(revisions, 2);
    for (const expected of [0, 1, 3]) {
      const failure = await failsWith('VersionConflict', revisions.append(KIND, revision(9), expected));
      assert.deepEqual([failure.expected, failure.current], [expected, 2]);
    }
    assert.deepEqual(await versionsOf(revisions, { limit: 10 }), [2, 1]);
  }),
  contractCase('of several at once that go out from one version, one is saved', async ({ ports: { revisions } }) => {
    for (let expected = 0; expected < 3; expected += 1) {
      const appends = Array.from({ length: 8 }, (_none, index) => revisions.append(KIND, revision(index), expected));
      const outcomes = await outcomesOf(appends);
      assert.equal(outcomes.filter(Result.isSuccess).length, 1);
      for (const outcome of outcomes) {
        if (Result.isFailure(outcome)) assert.equal(outcome.failure._tag, 'VersionConflict');
      }
    }
    assert.deepEqual(await versionsOf(revisions, { limit: 10 }), [3, 2, 1]);
  }),
  contractCase(`the newest ${MAX_REVISIONS} are kept, and numbers go on`, async ({ ports: { revisions } }) => {
    await save(revisions, MAX_REVISIONS + 2);
    const kept = await versionsOf(revisions, { limit: MAX_REVISIONS * 2 });
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [MAX_REVISIONS, MAX_REVISIONS + 2, 3]);
    assert.equal(await run(revisions.read(KIND, 2)), undefined);
  }),
  contractCase('they are those of the organisation alone', async ({ ports: { revisions } }, storage) => {
    const there = (await openOrganisation(storage)).ports.revisions;
    await save(revisions, 2);
    assert.equal(await run(there.newest(KIND)), undefined);
    await save(there, 1);
    assert.deepEqual(await versionsOf(revisions, { limit: 10 }), [2, 1]);
    assert.deepEqual(await versionsOf(there, { limit: 10 }), [1]);
  }),
];

/** Revisions of settings. */
export const revisionCases = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'revisions', cases);
