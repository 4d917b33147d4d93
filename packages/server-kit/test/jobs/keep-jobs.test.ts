// Jobs of several organisations: none waits until another one has no jobs any more.
import 'reflect-metadata';
import { Effect } from 'effect';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { queuedJobs } from '@looop-scim/provisioning/directory';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer } from '../../src/composition/compose-server.ts';
import { keepJobs } from '../../src/jobs/keep-jobs.ts';

const run = Effect.runPromise;

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const composed = composeServer({
    storage,
    installationSecret: 'secret',
    baseUrl: () => 'https://looop.example/scim/v2',
  });
  const add = (name: string) => run(composed.administration.addOrganisation(name));
  const submit = async (organisation: Organisation): Promise<string> => {
    const { jobs } = await run(composed.platformOf(organisation));
    const upload = await run(
      jobs.submitImport({
        request: { of: 'users', match: 'userName', dryRun: false, clearBlank: false, format: 'csv', delimiter: ',' },
        author: 'test',
      }),
    );
    if (!('append' in upload)) throw new TypeError('there is no key');
    await run(upload.append('userName\nana\n'));
    return (await run(upload.finish())).id;
  };
  return { storage, composed, add, submit };
};

it('does a job of each organisation in turn, those of one in their order', async () => {
  const { storage, composed, add, submit } = await open();
  const busy = await add('busy');
  const other = await add('other');
  for (let count = 0; count < 3; count += 1) await submit(busy);
  for (let count = 0; count < 2; count += 1) await submit(other);
  const ids = new Map((await run(queuedJobs(storage.records))).map((queued) => [queued.organisation, queued.ids]));
  const expected = [0, 1, 2].flatMap((index) => [busy, other].flatMap(({ id }) => ids.get(id)?.[index] ?? []));
  const done: unknown[] = [];
  let ended = (): void => undefined;
  const allDone = new Promise<void>((resolve) => (ended = resolve));
  const write = (line: string): void => {
    done.push((JSON.parse(line) as { readonly job?: string }).job);
    if (done.length === expected.length) ended();
  };
  const { log } = Fastify({ logger: { stream: { write } } });
  const keeping = keepJobs({ storage, composed }, log);
  await allDone;
  await keeping.stop();
  expect(expected).toHaveLength(5);
  expect(done).toEqual(expected);
});

it('finds the jobs of an organisation behind one that has thousands', async () => {
  const { storage, add, submit } = await open();
  const busy = await add('busy');
  const other = await add('other');
  for (let count = 0; count < 1001; count += 1) {
    await run(
      storage.records.write('job', `queued:${busy.id}:${String(count).padStart(5, '0')}`, { content: '{}' }, 0),
    );
  }
  const id = await submit(other);
  expect(await run(queuedJobs(storage.records))).toContainEqual({ organisation: other.id, ids: [id] });
});
