// What is answered of jobs that were done is as the OpenAPI document says: everything that a report may have is in one of these.
import { Effect } from 'effect';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runJob } from '../../src/jobs/run-job.ts';
import { makeBrowser, openPeopleServer, type PeopleServer } from '../support/people-server.ts';

const run = Effect.runPromise;
const goOn = { signal: new AbortController().signal, everyMs: 0 };

let desk: PeopleServer;
let key: string;
let document: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  desk = await openPeopleServer();
  key = await desk.key('acme', ['read', 'write']);
  document = (await makeBrowser(desk.server).send('GET', '/openapi.json')).body;
});
afterAll(() => desk.server.close());

/** What stands at the end of a path of names. */
const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((found: unknown, name) => (found as Readonly<Record<string, unknown>> | undefined)?.[name], value);

/** The schema of what an operation answers. */
const answerOf = (path: string): Readonly<Record<string, unknown>> => {
  const schema = at(document, 'paths', path, 'get', 'responses', '200', 'content', 'application/json', 'schema');
  const reference = at(schema, '$ref');
  const found = typeof reference === 'string' ? at(document, ...reference.split('/').slice(1)) : schema;
  if (typeof found !== 'object' || found === null) throw new TypeError(`${path} has no schema`);
  return found as Readonly<Record<string, unknown>>;
};

const send = async (method: 'GET' | 'POST', path: string, type = 'application/json', payload?: string) => {
  const answer = await desk.server.inject({
    ...{ method, url: `/api/v1${path}` },
    headers: { authorization: `Bearer ${key}`, ...(payload !== undefined && { 'content-type': type }) },
    ...(payload !== undefined && { payload }),
  });
  return answer.json<Readonly<Record<string, unknown>>>();
};

/** The answer about a job that was begun and done; it has to be as its schema says. */
const doneJob = async (path: string, begun: Readonly<Record<string, unknown>>) => {
  const tools = await run(desk.composed.jobsOf(desk.acme));
  const claimed = await run(tools.desk.claim(String(begun['id']), 'test'));
  if (claimed === undefined) throw new Error(`the job cannot be done: ${JSON.stringify(begun)}`);
  await runJob(claimed, tools, goOn);
  const body = await send('GET', `${path}/${String(begun['id'])}`);
  expect([...Value.Errors(answerOf(`${path}/{jobId}`), body)]).toEqual([]);
  return body;
};

const imported = async (query: string, lines: readonly string[]) =>
  await doneJob('/imports', await send('POST', `/imports${query}`, 'text/csv', `${lines.join('\n')}\n`));

describe('the answer about an import', () => {
  it('has lines that created and changed people, and refused ones', async () => {
    await imported('', ['userName,title,active', 'ana,Coach,true', 'ben,,true', 'eva,Lead,true']);
    const body = await imported('?maxErrors=9&clearBlank=true', [
      'userName,title,active',
      ...['ana,,true', 'ben,Coach,true', 'eva,Lead,true', 'new,,true', ',,true', 'odd,,maybe'],
    ]);
    expect(body).toMatchObject({
      state: 'succeeded',
      report: {
        ...{ lines: 6, created: 1, changed: 2, unchanged: 1, refused: 2 },
        errors: [{ line: 6 }, { line: 7, column: 'active' }],
        examples: [{ changes: [{ before: 'Coach' }] }, { changes: [{ after: 'Coach' }] }, { kind: 'created' }],
      },
    });
  });

  it('has the members of groups', async () => {
    const added = await imported('?of=groups', ['group,member', 'Sales,ana', 'Sales,ben']);
    expect(added).toMatchObject({ report: { examples: [{ membersAdded: 1 }, { membersAdded: 1 }] } });
    const line = JSON.stringify({ displayName: 'Sales', members: ['ana', 'eva'] });
    const begun = await send('POST', '/imports?of=groups', 'application/jsonl', `${line}\n`);
    expect(await doneJob('/imports', begun)).toMatchObject({
      format: 'jsonl',
      report: { examples: [{ name: 'Sales', membersAdded: 1, membersRemoved: 1 }] },
    });
  });

  it.each([
    ['people who are missing', 'userName\nana\nben\n', { missing: { count: 2, names: ['eva', 'new'] } }],
    ['refused lines', 'userName,active\nana,maybe\n', { missing: { unknown: 'refusedLines' } }],
    ['no lines', 'userName\n', { missing: { unknown: 'noLines' } }],
  ])('has %s', async (_title, file, report) => {
    const body = await imported('?deactivateMissing=true&deactivateAtMost=2&dryRun=true', [file.trimEnd()]);
    expect(body).toMatchObject({ deactivateAtMost: 2, report });
  });

  it('has why it failed', async () => {
    expect(await imported('', ['userName,nothing', 'ana,x'])).toMatchObject({
      state: 'failed',
      failure: expect.any(String) as string,
    });
  });

  it('has that it was cancelled', async () => {
    const { id } = await send('POST', '/imports', 'text/csv', 'userName\nana\n');
    const body = await send('POST', `/imports/${String(id)}/cancel`);
    expect([body['state'], [...Value.Errors(answerOf('/imports/{jobId}'), body)]]).toEqual(['cancelled', []]);
  });
});

it('the answer about an impact has people whose fields come, go and differ', async () => {
  const set = {
    mappings: [
      { field: 'username', from: [{ attribute: 'userName' }], steps: ['upper'] },
      { field: 'active', from: [{ attribute: 'active' }] },
      { field: 'badge', from: [{ constant: 'x' }] },
    ],
    fields: [{ name: 'badge', type: 'string' }],
  };
  const body = await doneJob(
    '/mapping-set/impacts',
    await send('POST', '/mapping-set/impacts', 'application/json', JSON.stringify(set)),
  );
  expect(body).toMatchObject({ state: 'succeeded', report: { people: 4, changed: 4 } });
});
