// A process that stops in the middle of what somebody does leaves no change without an entry of the audit log.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Storage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { canRunOnMongo } from '../../../../test/support/mongodb/on-mongo.ts';
import { openMemory, openMongo, openQuickSqlite } from '../../../../test/support/storage/open-stores.ts';
import { openPeopleServer, PASSWORD, type Browser, type PeopleServer } from '../support/people-server.ts';

/** A storage of which a process is cut off. */
interface Mortal {
  readonly storage: Storage;
  /** From the write after so many on, nothing is written any more. */
  readonly dieAfter: (writes: number) => void;
  readonly live: () => void;
  /** What was written since: kinds of records, and names of other writes. */
  readonly written: () => readonly string[];
}

/** Writes of the ports that the operations change something by; everything else reads. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  records: ['write', 'remove'],
  tokens: ['add', 'revoke', 'expire'],
  organisations: ['add', 'update', 'remove'],
  revisions: ['append'],
};
/** Written beside what is done: when a session was used, and attempts to sign in. */
const ASIDE = ['auditEntry', 'session', 'signInFailures'];

const makeMortal = (storage: Storage): Mortal => {
  let left = Number.POSITIVE_INFINITY;
  const written: string[] = [];
  const mortal = <Port extends object>(port: Port, name: string): Port =>
    new Proxy(port, {
      get: (target, method, receiver) => {
        const found: unknown = Reflect.get(target, method, receiver);
        if (typeof found !== 'function' || !(WRITES[name] ?? []).includes(String(method))) return found;
        return (...args: readonly unknown[]) =>
          Effect.suspend(() => {
            left -= 1;
            if (left < 0)
              return Effect.fail(
                new StorageUnavailable({ cause: new Error('the process is dead'), retryAfterSeconds: 1 }),
              );
            written.push(name === 'records' ? String(args[0]) : `${name}.${String(method)}`);
            return Reflect.apply(found, target, args) as Effect.Effect<unknown, StorageUnavailable>;
          });
      },
    });
  return {
    storage: {
      ...storage,
      records: mortal(storage.records, 'records'),
      tokens: mortal(storage.tokens, 'tokens'),
      organisations: mortal(storage.organisations, 'organisations'),
      forOrganisation: (id, schema) => {
        const own = storage.forOrganisation(id, schema);
        return { ...own, records: mortal(own.records, 'records'), revisions: mortal(own.revisions, 'revisions') };
      },
    },
    dieAfter: (writes) => {
      [left, written.length] = [writes, 0];
    },
    live: () => {
      left = Number.POSITIVE_INFINITY;
    },
    written: () => written.filter((what) => !ASIDE.includes(what)),
  };
};

interface Scene {
  readonly desk: PeopleServer;
  readonly admin: Browser;
  readonly operator: Browser;
}

/** Something that somebody does; the second part is sent while the process dies. */
interface Deed {
  readonly action: string;
  /** Whether it stands in the log of the installation. */
  readonly ofInstallation?: true;
  /** Whether it is tried also where writes are slow: by it each port is written to once. */
  readonly isTriedEverywhere?: true;
  readonly prepare: (scene: Scene, turn: number) => Promise<() => Promise<{ readonly status: number }>>;
}

const DEEDS: readonly Deed[] = [
  {
    action: 'issueToken',
    prepare:
      async ({ admin }) =>
      () =>
        admin.send('POST', '/tokens', { body: {} }),
  },
  {
    action: 'rotateToken',
    prepare: async ({ admin }) => {
      const { body } = await admin.send('POST', '/tokens', { body: {} });
      return () => admin.send('POST', `/tokens/${String(body['fingerprint'])}/rotate`, { body: { overlapHours: 1 } });
    },
  },
  {
    action: 'invite',
    prepare: async ({ admin }, turn) => {
      const body = { email: `new-${turn}@acme.example`, role: 'viewer' };
      return () => admin.send('POST', '/invitations', { body });
    },
  },
  {
    action: 'saveMappingSet',
    isTriedEverywhere: true,
    prepare: async ({ admin }, turn) => {
      const from = [{ attribute: 'userName' }];
      const body = { fields: [{ name: `f${turn}`, type: 'string' }], mappings: [{ field: 'username', from }] };
      return () => admin.send('PUT', '/mapping-set', { body, headers: { 'if-match': '*' } });
    },
  },
  {
    action: 'useLink',
    ofInstallation: true,
    isTriedEverywhere: true,
    prepare: async ({ desk }, turn) => {
      const link = await desk.invite(desk.acme, `guest-${turn}@acme.example`, 'viewer');
      return () => desk.stranger().send('POST', '/links/use', { body: { link, password: PASSWORD } });
    },
  },
  {
    action: 'useLink',
    ofInstallation: true,
    prepare: async ({ desk }, turn) => {
      const link = await desk.addOperator(`op-${turn}@looop.example`);
      return () => desk.stranger().send('POST', '/links/use', { body: { link, password: PASSWORD } });
    },
  },
  {
    action: 'changePassword',
    ofInstallation: true,
    prepare: async ({ desk }, turn) => {
      const bo = await desk.browserOf(desk.acme, `bo-${turn}@acme.example`, 'viewer');
      const body = { current: PASSWORD, password: 'another good password' };
      return () => bo.send('PUT', '/session/password', { body });
    },
  },
  {
    action: 'addOrganisation',
    ofInstallation: true,
    prepare:
      async ({ operator }, turn) =>
      () =>
        operator.send('POST', '/organisations', { body: { name: `o${turn}` } }),
  },
  {
    action: 'changeOrganisation',
    ofInstallation: true,
    isTriedEverywhere: true,
    prepare: async ({ operator }, turn) => {
      const profile = turn % 2 === 0 ? 'strict' : 'interop';
      return () => operator.send('PATCH', '/organisations/globex', { body: { profile } });
    },
  },
];

/** Writes of one deed at most. */
const MOST_WRITES = 12;

describe.each([
  ['in memory', openMemory, true, DEEDS],
  ['on SQLite', openQuickSqlite, true, DEEDS],
  // Slow: one of each kind of write.
  [
    'on MongoDB',
    openMongo,
    canRunOnMongo('audit log'),
    DEEDS.filter(({ isTriedEverywhere }) => isTriedEverywhere === true),
  ],
] as const)('the audit log %s', (_name, open, isPossible, deeds) => {
  it.skipIf(!isPossible)('has whatever was begun, wherever the process stops', async () => {
    const { storage, close } = await open();
    const mortal = makeMortal(storage);
    const desk = await openPeopleServer({ storage: mortal.storage });
    const admin = await desk.browserOf(desk.acme, 'ana@acme.example', 'administrator');
    const scene = { desk, admin, operator: await desk.operator() };
    const recordedOf = async ({ action, ofInstallation }: Deed): Promise<number> => {
      const [browser, path] = ofInstallation === true ? [scene.operator, '/installation/audit'] : [admin, '/audit'];
      const { body } = await browser.send('GET', `${path}?limit=1000`);
      return (body['entries'] as readonly { action: string }[]).filter((entry) => entry.action === action).length;
    };
    let turn = 0;
    for (const deed of deeds) {
      let isWhole = false;
      for (let writes = 0; !isWhole; writes += 1) {
        expect(writes).toBeLessThan(MOST_WRITES);
        turn += 1;
        const act = await deed.prepare(scene, turn);
        const before = await recordedOf(deed);
        mortal.dieAfter(writes);
        const { status } = await act();
        const changed = mortal.written();
        mortal.live();
        isWhole = status === 200 && writes > changed.length;
        const entries = (await recordedOf(deed)) - before;
        expect([deed.action, writes, changed, entries]).toEqual([
          ...[deed.action, writes, changed],
          changed.length > 0 || isWhole ? 1 : expect.any(Number),
        ]);
      }
    }
    await desk.server.close();
    await close();
  });
});
