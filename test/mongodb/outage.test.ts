// MongoDB behind a network that is cut and restored, and stopped and started again, while requests come in: a request is answered
// or refused as unavailable, nothing acknowledged is lost, and the server goes on without a restart.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrayAt, textAt } from '@looop-scim/conformance';
import { openProxy, type CuttableProxy } from '../support/mongodb/cuttable-proxy.ts';
import { onLocalMongo, withDatabase } from '../support/mongodb/on-mongo.ts';
import { directUrl, openRestartable, type RestartableMongo } from '../support/mongodb/restartable.ts';
import { makeScimClient, type ScimAnswer, type ScimClient } from '../support/client/scim-client.ts';
import {
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
  startServer,
  type RunningServer,
} from '../support/server/server-process.ts';

const CLIENTS = 6;
/** Longer than the server waits for a connection. */
const OUTAGE_MS = 7_000;
const LOAD_LIMIT_MS = 120_000;

onLocalMongo('outages of MongoDB', () => {
  let mongo: RestartableMongo | undefined;
  let proxy: CuttableProxy | undefined;
  let server: RunningServer | undefined;
  let client: ScimClient | undefined;
  let dataDirectory = '';
  let group = '';

  const opened = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('it is used outside of a test');
    return thing;
  };

  beforeAll(async () => {
    mongo = await openRestartable();
    proxy = await openProxy(mongo.port);
    dataDirectory = await makeDataDirectory();
    const token = makeToken();
    const url = withDatabase(directUrl(proxy.port), 'looop_scim_outage');
    server = await startServer({ dataDirectory, token, env: { LOOOP_SCIM_STORE: url } });
    client = makeScimClient({ baseUrl: server.baseUrl, token });
    group = textAt((await client.post('/Groups', { displayName: 'everybody' })).body, '/id');
  });
  afterAll(async () => {
    const exit = await server?.stop();
    await proxy?.close();
    await mongo?.close();
    await removeDataDirectory(dataDirectory);
    expect(exit?.code).toBe(0);
  });

  /** Keeps creating users and adding them to the group until told to stop; every answer with the user it is about. */
  const load = (name: string) => {
    const answers: { readonly user: string; readonly answer: ScimAnswer; readonly step: 'create' | 'join' }[] = [];
    const ended = AbortSignal.timeout(LOAD_LIMIT_MS);
    const told = new AbortController();
    const work = async (index: number): Promise<void> => {
      for (let count = 0; !told.signal.aborted && !ended.aborted; count += 1) {
        const created = await opened(client).post('/Users', { userName: `${name}-${index}-${count}@acme.example` });
        const user = created.status === 201 ? textAt(created.body, '/id') : '';
        answers.push({ user, answer: created, step: 'create' });
        if (user === '') continue;
        const operation = { op: 'add', path: 'members', value: [{ value: user }] };
        answers.push({ user, answer: await opened(client).patch(`/Groups/${group}`, operation), step: 'join' });
      }
    };
    const workers = Array.from({ length: CLIENTS }, (_, index) => work(index));
    return {
      answers,
      acknowledged: () => answers.filter(({ answer }) => answer.status < 300).length,
      stop: async () => {
        told.abort();
        await Promise.all(workers);
      },
    };
  };

  /** Waits until some more requests were acknowledged. */
  const progress = async ({ acknowledged }: ReturnType<typeof load>): Promise<void> => {
    const wanted = acknowledged() + 2 * CLIENTS;
    const deadline = Date.now() + LOAD_LIMIT_MS;
    while (acknowledged() < wanted) {
      if (Date.now() > deadline) throw new Error('no request is acknowledged any more');
      await sleep(50);
    }
  };

  const outages = [
    {
      name: 'the network is cut',
      break: () => Promise.resolve(opened(proxy).cut()),
      mend: () => Promise.resolve(opened(proxy).restore()),
    },
    { name: 'MongoDB is stopped', break: () => opened(mongo).stop(), mend: () => opened(mongo).start() },
  ];

  it.each(outages)('serves on after $name, and has lost nothing that it acknowledged', async (outage) => {
    const pid = opened(server).pid;
    const running = load(outage.name.replaceAll(' ', '-'));
    await progress(running);
    await outage.break();
    await sleep(OUTAGE_MS);
    await outage.mend();
    await progress(running);
    await running.stop();

    const refused = running.answers.filter(({ answer }) => answer.status >= 300);
    expect(refused.length).toBeGreaterThan(0);
    for (const { answer } of refused) {
      expect(answer.status, answer.text).toBe(503);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    const members = arrayAt((await opened(client).get(`/Groups/${group}`)).body, '/members');
    const joined = new Set(members.map((member) => textAt(member, '/value')));
    for (const { user, answer, step } of running.answers) {
      if (answer.status >= 300) continue;
      if (step === 'join') expect(joined.has(user)).toBe(true);
      else expect((await opened(client).get(`/Users/${user}`)).status).toBe(200);
    }
    expect(opened(server).pid).toBe(pid);
  });
});
