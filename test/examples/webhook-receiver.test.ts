// The example of a receiver, held against the lists: whatever is killed, repeated or forged.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { Effect } from 'effect';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { makeEventFeed, makePlatformService } from '@looop-scim/provisioning/events';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { deliverEndpoint, makeWebhookAdministration } from '@looop-scim/provisioning/webhooks';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { makeHttpWebhookSender, parseNetworks } from '@looop-scim/webhooks-http';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator as uuids } from '../support/domain-parts.ts';
import { freePort } from '../support/server/free-port.ts';
import { run } from '../support/run/run-effect.ts';

const PROGRAM = join(import.meta.dirname, '../../examples/webhook-receiver/main.ts');
const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000ab');

const openOrganisation = async () => {
  const storage = await run(openMemoryStorage({ registry }));
  const ports = storage.forOrganisation(ACME);
  const cursorCipher = makeCursorCipher('a secret', ACME);
  const domain = {
    registry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...ports,
    ids: uuids,
    cursorCipher,
  };
  const feed = makeEventFeed({ organisation: ACME, events: ports.events });
  const sender = makeHttpWebhookSender({ networks: parseNetworks('127.0.0.0/8') ?? [] });
  const delivery = { organisationId: ACME, records: ports.records, feed, sender, ids: uuids, deliveryDays: 7 };
  return {
    scim: makeScimService(domain),
    platform: makePlatformService(domain),
    webhooks: makeWebhookAdministration({ ...delivery, installation: storage.records }),
    deliver: (id: string) => run(Effect.flatMap(feed.position(), (last) => deliverEndpoint(delivery, id, last))),
    close: () => run(sender.close),
  };
};

let directory = '';
let acme: Awaited<ReturnType<typeof openOrganisation>>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-scim-'));
  acme = await openOrganisation();
});
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await acme.close();
  rmSync(directory, { recursive: true });
});

/** Starts the receiver; what it prints after its port is in `lines`. */
const startReceiver = async (port: number, secrets: string) => {
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      ...process.env,
      PORT: String(port),
      WEBHOOK_SECRETS: secrets,
      RECEIVER_FILE: join(directory, 'people.sqlite'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout === null) throw new Error('the example has no output');
  const lines: { readonly outcome?: string }[] = [];
  const output = createInterface(child.stdout);
  output.on('line', (line) => void lines.push(JSON.parse(line) as { readonly outcome?: string }));
  await once(output, 'line');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { kill, outcomes: () => lines.flatMap(({ outcome }) => outcome ?? []) };
};

const kept = (): readonly unknown[] => {
  const database = new DatabaseSync(join(directory, 'people.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT data FROM people ORDER BY id').all();
  database.close();
  return rows.map(({ data }) => JSON.parse(String(data)) as unknown);
};

const listed = async (): Promise<readonly unknown[]> => {
  const { items } = await run(acme.platform.users({ limit: 100 }));
  return items.map(({ createdAt: _created, updatedAt: _updated, ...user }) => user);
};

it('examples/webhook-receiver ends with what GET /users has, whatever is killed, repeated or forged', async () => {
  const type = acme.scim.resourceTypeAt('/Users');
  if (type === undefined) throw new Error('no users are served');
  const caller = { tokenFingerprint: 'abc', requestId: 'request-1' };
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
  const create = (userName: string) =>
    run(
      acme.scim.create({
        type,
        caller,
        projection: {},
        body: { schemas, userName, name: { givenName: 'Ana', familyName: 'Müller' } },
      }),
    );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const { webhook, secret } = await run(acme.webhooks.create({ url, mode: 'events', onFailure: 'pause' }));
  const again = async (): Promise<void> => {
    // What waits to be sent again is sent now.
    await run(acme.webhooks.resume(webhook.id));
    await acme.deliver(webhook.id);
  };

  const first = await startReceiver(port, secret);
  const ids: string[] = [];
  for (const name of ['ana', 'ben', 'cleo']) ids.push((await create(`${name}@acme.example`)).id);
  await acme.deliver(webhook.id);
  expect(kept()).toEqual(await listed());
  await first.kill();
  await create('dan@acme.example');
  await run(acme.scim.remove({ type, id: ids[1] ?? '', caller }));
  await again();
  expect((await run(acme.webhooks.read(webhook.id))).retry).toMatchObject({ sequence: 4, attempts: 1 });

  // Between two secrets: messages carry the signatures of both, and the receiver knows the old one.
  const rotated = await run(acme.webhooks.rotate(webhook.id));
  const second = await startReceiver(port, secret);
  await again();
  expect(kept()).toEqual(await listed());
  await run(acme.webhooks.replay(webhook.id, { after: 0 }));
  await again();
  expect(second.outcomes()).toEqual(['stored', 'stored', ...Array.from({ length: 5 }, () => 'repeated')]);
  expect(kept()).toEqual(await listed());
  await second.kill();

  const third = await startReceiver(port, rotated.secret);
  expect(await run(acme.webhooks.test(webhook.id))).toMatchObject({ outcome: 'accepted' });
  const forged = { 'webhook-id': 'evt_9', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' };
  expect((await fetch(url, { method: 'POST', body: '{}', headers: forged })).status).toBe(401);
  expect(third.outcomes()).toEqual(['ignored']);
  await third.kill();
});
