// Jobs from end to end on one storage: done, stopped, cancelled, and gone on with by another process.
import 'reflect-metadata';
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ClaimedJob, type ImportRequest, type JobService, queuedJobs } from '@looop-scim/provisioning/directory';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer, type ComposedServer } from '../../src/composition/compose-server.ts';
import { runJob } from '../../src/jobs/run-job.ts';

const run = Effect.runPromise;
const goOn = { signal: new AbortController().signal, everyMs: 0 };

let storage: Storage;
let composed: ComposedServer;
let acme: Organisation;
let jobs: JobService;

beforeEach(async () => {
  storage = await run(openMemoryStorage({ registry: standardRegistry }));
  composed = composeServer({ storage, installationSecret: 'secret', baseUrl: () => 'https://looop.example/scim/v2' });
  acme = await run(composed.administration.addOrganisation('acme'));
  ({ jobs } = await run(composed.platformOf(acme)));
});

const users: ImportRequest = {
  ...{ of: 'users', match: 'userName', dryRun: false, clearBlank: false, format: 'csv', delimiter: ',' },
};

const submit = async (text: string, request: Partial<ImportRequest> = {}): Promise<string> => {
  const upload = await run(jobs.submitImport({ request: { ...users, ...request }, author: 'test' }));
  if (!('append' in upload)) throw new TypeError('there is no key');
  await run(upload.append(text));
  return (await run(upload.finish())).id;
};

/** What comes afterwards has a later time than what came before. */
const clockGoesOn = async (): Promise<void> => {
  for (const before = Date.now(); Date.now() === before;) await new Promise(setImmediate);
};

/** How often somebody else had a turn while a job was done. */
const turnsDuring = async (id: string): Promise<number> => {
  const done = new AbortController();
  const others = async (): Promise<number> => {
    let turns = 0;
    for (; !done.signal.aborted; turns += 1) await new Promise(setImmediate);
    return turns;
  };
  const served = others();
  await perform(id);
  done.abort();
  return await served;
};

const toolsOf = () => run(composed.jobsOf(acme));

const claim = async (id: string, owner = 'first'): Promise<ClaimedJob> => {
  const claimed = await run((await toolsOf()).desk.claim(id, owner));
  if (claimed === undefined) throw new TypeError('somebody else does it');
  return claimed;
};

const perform = async (id: string): Promise<void> => await runJob(await claim(id), await toolsOf(), goOn);

const userNames = async (): Promise<readonly unknown[]> => {
  const { platform } = await run(composed.platformOf(acme));
  return (await run(platform.users({ limit: 1000 }))).items.map(({ userName }) => userName);
};

const manyLines = (count: number): string =>
  [
    'userName,title',
    ...Array.from({ length: count }, (_none, index) => `user-${String(index).padStart(6, '0')},Lead`),
  ].join('\n');

describe('an import as a job', () => {
  it('brings the lines in, says which were refused, and leaves nothing but its record', async () => {
    const id = await submit('userName,title\nana,Lead\n,nobody\nben,Clerk\n');
    await perform(id);
    expect(await run(jobs.importJob(id))).toMatchObject({
      state: 'succeeded',
      report: { lines: 3, created: 2, refused: 1, errors: [{ line: 3, reason: expect.any(String) as string }] },
    });
    expect(await userNames()).toEqual(['ana', 'ben']);
    expect(await run(queuedJobs(storage.records))).toEqual([]);
    const left = await run(storage.forOrganisation(acme.id).records.page('job', { limit: 100 }));
    expect(left.map(({ key }) => key)).toEqual([`job:${id}`]);
  });

  it('reads a body of many pieces as one, also where a piece ends within a character', async () => {
    const long = '😀'.repeat(2000);
    const text = ['userName,title', ...Array.from({ length: 60 }, (_none, index) => `u${index},${long}`)].join('\n');
    const id = await submit(text);
    await perform(id);
    expect(await run(jobs.importJob(id))).toMatchObject({ report: { lines: 60, created: 60, refused: 0 } });
  });

  it('writes nothing in a dry run', async () => {
    const id = await submit('{"userName":"ana"}\n', { format: 'jsonl', dryRun: true });
    await perform(id);
    expect(await run(jobs.importJob(id))).toMatchObject({
      state: 'succeeded',
      report: { created: 1, examples: [{ kind: 'created', name: 'ana' }] },
    });
    expect(await userNames()).toEqual([]);
  });

  it('fails with every column that is refused', async () => {
    const id = await submit('userName,shoeSize\nana,38\n');
    await perform(id);
    const { state, failure } = await run(jobs.importJob(id));
    expect([state, failure]).toEqual(['failed', expect.stringContaining('shoeSize')]);
  });

  it('is gone on with from its beginning by another process once the lease of the first has ended', async () => {
    const id = await submit(manyLines(250));
    const { desk, ...tools } = await toolsOf();
    const first = await claim(id);
    // Its process stops after the first hundred lines.
    let batches = 0;
    let reached = (): void => undefined;
    const atSecond = new Promise<void>((resolve) => (reached = resolve));
    const importing: typeof tools.importing = {
      begin: (settings) =>
        Effect.map(tools.importing.begin(settings), (importRun) => ({
          ...importRun,
          take: (lines) => {
            batches += 1;
            if (batches < 2) return importRun.take(lines);
            reached();
            return Effect.never;
          },
        })),
    };
    void runJob(first, { ...tools, importing }, goOn);
    await atSecond;
    expect(await run(desk.claim(id, 'second'))).toBeUndefined();
    const later = Effect.gen(function* () {
      yield* TestClock.setTime(Date.now() + 61_000);
      return yield* desk.claim(id, 'second');
    });
    const second = await run(Effect.provide(later, TestClock.layer()));
    if (second === undefined) throw new TypeError('the lease goes on');
    await runJob(second, tools, goOn);
    expect(await run(jobs.importJob(id))).toMatchObject({
      state: 'succeeded',
      report: { lines: 250, created: 150, unchanged: 100 },
    });
    expect(new Set(await userNames()).size).toBe(250);
    // The first one wakes up and finds that the job is no longer its own.
    await expect(run(first.keep({ ...first.job.report }))).rejects.toMatchObject({ _tag: 'JobLost' });
  });

  it('stops when it is cancelled, and what it has brought in stays', async () => {
    const id = await submit(manyLines(350));
    const claimed = await claim(id);
    const tools = await toolsOf();
    let batches = 0;
    const keep: ClaimedJob['keep'] = (report) =>
      Effect.andThen(++batches === 3 ? Effect.orDie(jobs.cancel('import', id)) : Effect.void, claimed.keep(report));
    await runJob({ ...claimed, keep }, tools, goOn);
    expect(await run(jobs.importJob(id))).toMatchObject({ state: 'cancelled', report: { lines: 200 } });
    expect((await userNames()).length).toBe(200);
  });

  it('stops after so many refused lines: it has failed, and says how far it came', async () => {
    const lines = Array.from({ length: 250 }, (_none, index) => (index === 120 ? ',nobody' : `u${index},Lead`));
    const id = await submit(['userName,title', ...lines].join('\n'), { maxErrors: 1, deactivateMissing: true });
    await perform(id);
    const { state, failure, report } = await run(jobs.importJob(id));
    expect([state, failure]).toEqual(['failed', expect.stringContaining('1 lines were refused')]);
    expect(report).toMatchObject({ lines: 200, created: 199, refused: 1, errors: [{ line: 122 }] });
    expect(report).not.toHaveProperty('missing');
  });

  it('deactivates whom no line is about, but for those who came after it; a dry run counts them', async () => {
    await perform(await submit('userName\nana\nben\neva\n'));
    await clockGoesOn();
    const [dry, real] = [
      await submit('userName\nana\n', { deactivateMissing: true, dryRun: true }),
      await submit('userName\nana\n', { deactivateMissing: true }),
    ];
    await clockGoesOn();
    await perform(await submit('userName\nlate\n'));
    await perform(dry);
    const missing = { count: 2, names: ['ben', 'eva'] };
    expect(await run(jobs.importJob(dry))).toMatchObject({ state: 'succeeded', report: { missing } });
    const active = async () => {
      const { platform } = await run(composed.platformOf(acme));
      return (await run(platform.users({ limit: 10 }))).items
        .filter((one) => one.active)
        .map(({ userName }) => userName);
    };
    expect(await active()).toEqual(['ana', 'ben', 'eva', 'late']);
    await perform(real);
    expect(await run(jobs.importJob(real))).toMatchObject({ state: 'succeeded', report: { missing } });
    expect(await active()).toEqual(['ana', 'late']);
  });

  it('deactivates nobody when more people are missing than may be deactivated', async () => {
    await perform(await submit('userName\nana\nben\neva\n'));
    await clockGoesOn();
    const attempt = async (deactivateAtMost: number) => {
      const id = await submit('userName\nana\n', { deactivateMissing: true, deactivateAtMost });
      await perform(id);
      const { platform } = await run(composed.platformOf(acme));
      const active = (await run(platform.users({ limit: 10 }))).items.filter((one) => one.active);
      return [await run(jobs.importJob(id)), active.length] as const;
    };
    const [refused, before] = await attempt(1);
    expect(refused).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('2 active users not in the file'),
    });
    expect(refused.report).not.toHaveProperty('missing');
    const [done, after] = await attempt(2);
    expect(done).toMatchObject({ state: 'succeeded', report: { missing: { count: 2 } } });
    expect([before, after]).toEqual([3, 1]);
  });

  it.each([
    ['userName,title\nana,Lead\n,nobody\n', 'refusedLines'],
    ['userName,title\n', 'noLines'],
  ])('deactivates nobody when it cannot be told who is missing: %j', async (text, unknown) => {
    await perform(await submit('userName\nana\nben\n'));
    const id = await submit(text, { deactivateMissing: true });
    await perform(id);
    expect(await run(jobs.importJob(id))).toMatchObject({ state: 'succeeded', report: { missing: { unknown } } });
    const { platform } = await run(composed.platformOf(acme));
    expect((await run(platform.users({ limit: 10 }))).items.every(({ active }) => active)).toBe(true);
  });

  it('gives others a turn after each hundred lines, also where nothing has to be written', async () => {
    await perform(await submit(manyLines(300)));
    expect(await turnsDuring(await submit(manyLines(300)))).toBeGreaterThanOrEqual(3);
    const missing = await submit('userName\nuser-000000\n', { deactivateMissing: true, dryRun: true });
    expect(await turnsDuring(missing)).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['csv', 'userName\n', 'succeeded'],
    ['jsonl', '', 'failed'],
  ] as const)('gives others a turn before each piece of a body without lines: %s', async (format, begin, state) => {
    const id = await submit(`${begin}${'\n'.repeat(160_000 * 4)}`, { format });
    expect(await turnsDuring(id)).toBeGreaterThanOrEqual(4);
    expect(await run(jobs.importJob(id))).toMatchObject({ state, report: { lines: 0 } });
  });

  it('waits again when its process ends in good order', async () => {
    const id = await submit(manyLines(250));
    const stopping = new AbortController();
    const claimed = await claim(id);
    const keep: ClaimedJob['keep'] = (report) =>
      Effect.andThen(
        claimed.keep(report),
        Effect.sync(() => stopping.abort()),
      );
    await runJob({ ...claimed, keep }, await toolsOf(), { signal: stopping.signal, everyMs: 0 });
    expect(await run(jobs.importJob(id))).toMatchObject({ state: 'queued' });
    await perform(id);
    expect(await run(jobs.importJob(id))).toMatchObject({ state: 'succeeded', report: { lines: 250 } });
  });

  it('is given up when its processes stop again and again', async () => {
    const id = await submit('userName\nana\n');
    const { desk } = await toolsOf();
    for (let minutes = 0; minutes < 6; minutes += 1) {
      const later = Effect.andThen(
        TestClock.setTime(Date.now() + minutes * 61_000),
        desk.claim(id, `owner-${minutes}`),
      );
      await run(Effect.provide(later, TestClock.layer()));
    }
    expect(await run(jobs.importJob(id))).toMatchObject({ state: 'failed' });
    expect(await run(desk.claim(id, 'another'))).toBeUndefined();
    expect(await run(queuedJobs(storage.records))).toEqual([]);
  });
});

describe('the impact of a mapping set as a job', () => {
  it('counts who would have another profile, by field, with examples', async () => {
    const id = await submit('userName,title\nana,Lead\nben,\neva,Clerk\n');
    await perform(id);
    const set = {
      mappings: [
        { field: 'username', from: [{ attribute: 'userName' }] },
        { field: 'title', from: [{ attribute: 'title' }], steps: ['upper'] },
      ],
    };
    const { mappings } = await run(composed.platformOf(acme));
    await run(
      mappings.save({ mappings: set.mappings.map(({ field, from }) => ({ field, from })) }, { author: 'test' }),
    );
    const impact = await run(jobs.submitImpact(set, 'test'));
    await perform(impact.id);
    const { state, report } = await run(jobs.impactJob(impact.id));
    expect([state, report]).toMatchObject([
      'succeeded',
      { people: 3, changed: 2, fields: { title: 2 }, examples: [{ userName: 'ana' }, { userName: 'eva' }] },
    ]);
    expect(report.examples[0]?.difference).toEqual([{ field: 'title', before: 'Lead', after: 'LEAD' }]);
  });

  it('gives others a turn after each two hundred people', async () => {
    await perform(await submit(manyLines(450)));
    const { id } = await run(jobs.submitImpact({ mappings: [] }, 'test'));
    expect(await turnsDuring(id)).toBeGreaterThanOrEqual(3);
    expect(await run(jobs.impactJob(id))).toMatchObject({ report: { people: 450 } });
  });

  it('is refused with the faults of the set', async () => {
    const refused = await run(Effect.flip(jobs.submitImpact({ mappings: [{ field: 'nothing' }] }, 'test')));
    expect(refused._tag).toBe('InvalidMappingSet');
  });
});
