// An import as a job can be cut between any two of its writes to MongoDB: the client sends it again as it was never answered, another
// process does what is queued, and the end is the one of an import that was not cut.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Effect, Exit } from 'effect';
import { TestClock } from 'effect/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queuedJobs, type ImportRequest } from '@looop-scim/provisioning/directory';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeMongoStorage, prepareMongoDatabase } from '@looop-scim/storage-mongodb';
import { cutDatabase, type Cut } from '../../../../test/mongodb/support/cut-database.ts';
import { newDatabase, onMongo, type TestDatabase } from '../../../../test/support/mongodb/on-mongo.ts';
import { composeServer, type ComposedServer } from '../../src/composition/compose-server.ts';
import { runJob } from '../../src/jobs/run-job.ts';

type Db = TestDatabase['database'];

const run = Effect.runPromise;
const PACE = { signal: new AbortController().signal, everyMs: 0 };
/** By then nobody waits for the rest of a body, and no lease goes on. */
const LATER_MS = 6 * 60_000;

const request: ImportRequest = {
  ...{ of: 'users', match: 'userName', dryRun: false, clearBlank: false, format: 'csv', delimiter: ',' },
};

/** A storage like that of a process of its own. */
const openOn = (database: Db) => {
  const opened = makeMongoStorage({ database, registry: standardRegistry, close: () => Promise.resolve() });
  const parts = { storage: opened.storage, installationSecret: 'secret', baseUrl: () => 'https://x.example/scim/v2' };
  return { ...opened, composed: composeServer(parts) };
};

/** Sends the import under its key, as a client does that was not answered. */
const send = Effect.fnUntraced(function* (composed: ComposedServer, acme: Organisation) {
  const { jobs } = yield* composed.platformOf(acme);
  const sent = yield* jobs.submitImport({ request, author: 'test', idempotencyKey: 'march-1' });
  if ('earlier' in sent) return sent.earlier.id;
  yield* sent.append('userName\nana\nben\n');
  return (yield* sent.finish()).id;
});

/** Does what is queued of the organisation, when its turn has come. */
const doQueued = async (
  { storage, composed }: ReturnType<typeof openOn>,
  acme: Organisation,
  at: <Answer, Failure>(effect: Effect.Effect<Answer, Failure>) => Effect.Effect<Answer, Failure>,
): Promise<void> => {
  const ofAcme = (await run(queuedJobs(storage.records))).filter(({ organisation }) => organisation === acme.id);
  for (const id of ofAcme.flatMap(({ ids }) => ids)) {
    const { desk, ...tools } = await run(composed.jobsOf(acme));
    const claimed = await run(at(desk.claim(id, randomUUID())));
    if (claimed !== undefined) await runJob(claimed, tools, PACE);
  }
};

const now = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>) => effect;
const later = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>) =>
  Effect.provide(Effect.andThen(TestClock.setTime(Date.now() + LATER_MS), effect), TestClock.layer());

onMongo('crash points of jobs', () => {
  let opened: TestDatabase | undefined;
  const database = (): Db => {
    if (opened === undefined) throw new Error('the database is used outside of a test');
    return opened.database;
  };
  beforeAll(async () => {
    opened = await newDatabase();
    await prepareMongoDatabase(database());
  });
  afterAll(() => opened?.drop());

  /** A process that sends the import and does it, and is cut; how many writes it came to. */
  const firstProcess = async (acme: Organisation, cut?: Cut): Promise<number> => {
    const through = cutDatabase(database(), cut === undefined ? {} : { cut });
    const process = openOn(through.database);
    const exit = await Effect.runPromiseExit(send(process.composed, acme));
    if (Exit.isSuccess(exit)) await doQueued(process, acme, now).catch(() => undefined);
    await run(process.storage.close());
    return through.writes();
  };

  /** What there is once another process has done what is left. */
  const afterSecondProcess = async (acme: Organisation) => {
    const process = openOn(database());
    const { storage, composed, sweep } = process;
    const id = await run(later(send(composed, acme)));
    await doQueued(process, acme, later);
    await sweep.finishLeftBehind(-1);
    const { jobs, platform } = await run(composed.platformOf(acme));
    const { state, report } = await run(jobs.importJob(id));
    const events = await run(storage.forOrganisation(acme.id).events.after(0, 100));
    const seen = {
      state,
      lines: report.lines,
      done: report.created + report.unchanged,
      people: (await run(platform.users({ limit: 100 }))).items.map(({ userName }) => userName).toSorted(),
      events: events.map(({ sequence, event: { type } }) => [sequence, type]),
      queued: (await run(queuedJobs(storage.records))).filter(({ organisation }) => organisation === acme.id),
    };
    await run(storage.close());
    return seen;
  };

  const newOrganisation = async (): Promise<Organisation> => {
    const { storage, composed } = openOn(database());
    const acme = await run(composed.administration.addOrganisation(`acme-${randomUUID()}`));
    await run(storage.close());
    return acme;
  };

  it('an import is done once, wherever its process is cut', { timeout: 300_000 }, async () => {
    const whole = await newOrganisation();
    const writes = await firstProcess(whole);
    const expected = {
      ...{ state: 'succeeded', lines: 2, done: 2, people: ['ana', 'ben'], queued: [] },
      events: [
        [1, 'user.created'],
        [2, 'user.created'],
      ],
    };
    expect(await afterSecondProcess(whole)).toEqual(expected);
    expect(writes).toBeGreaterThan(8);
    for (let write = 1; write <= writes; write += 1) {
      for (const side of ['before', 'after'] as const) {
        const acme = await newOrganisation();
        await firstProcess(acme, { write, side, what: 'process' });
        expect(await afterSecondProcess(acme), `cut ${side} write ${write} of ${writes}`).toEqual(expected);
      }
    }
  });
});
