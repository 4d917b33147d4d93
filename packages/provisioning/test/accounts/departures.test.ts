// Leaving a circle of whom one has to stay, step by step: what another process does between the steps, and what is left when one
// stops. That one stays whoever leaves at once is among the laws of leaving.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage, tokenSecrets } from '../../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import type { Account } from '../../src/accounts/account.ts';
import { makeAccountsRepository } from '../../src/use-cases/accounts/accounts-repository.ts';
import { departureRecord, makeDepart, type Departure } from '../../src/use-cases/accounts/departures.ts';
import { timed } from './support.ts';

const [ACME, GLOBEX] = [organisationId('acme'), organisationId('globex')];

const ana: Account = {
  id: 'ana',
  email: 'ana@acme.example',
  name: 'Ana',
  isOperator: true,
  roles: { [ACME]: 'administrator', [GLOBEX]: 'viewer' },
  stamp: 'old',
  link: { hash: 'h', expires: 9 },
  networks: [],
  created: 1,
};
const bo: Account = { ...ana, id: 'bo', email: 'bo@acme.example' };

type Step = 'read account' | 'write account' | 'remove account' | 'read departure' | 'write departure';

/** Accounts of a circle that operators are in, with what happens at a step of a departure. */
const open = async () => {
  const { records } = await run(openMemoryStorage({ registry: standardRegistry }));
  const at = new Map<Step, (Effect.Effect<unknown, StorageUnavailable> | undefined)[]>();
  const meet = (step: string) => at.get(step as Step)?.shift() ?? Effect.void;
  const steps: RecordStore = {
    ...records,
    read: (kind, key) => Effect.tap(records.read(kind, key), () => meet(`read ${kind}`)),
    write: (kind, ...given) => Effect.andThen(meet(`write ${kind}`), records.write(kind, ...given)),
    remove: (kind, ...given) => Effect.andThen(meet(`remove ${kind}`), records.remove(kind, ...given)),
  };
  const { stored } = makeAccountsRepository({ records, secrets: tokenSecrets });
  for (const account of [ana, bo]) await run(stored.write(account.id, { value: account }, 0));
  const others = { asked: 0, are: (): boolean => true };
  const departOn = (store: RecordStore) =>
    makeDepart(
      makeAccountsRepository({ records: store, secrets: tokenSecrets }),
      {
        record: departureRecord(store),
        has: ({ isOperator }) => isOperator,
        hasOther: () =>
          Effect.sync(() => {
            others.asked += 1;
            return others.are();
          }),
      },
      () => Effect.fail('refused' as const),
    );
  return {
    /** Undisturbed, as another process would do it. */
    depart: departOn(records),
    /** With what happens at its steps. */
    disturbed: departOn(steps),
    at,
    others,
    stored,
    account: (id: string) => Effect.map(stored.read(id), ({ value }) => value),
    change: (id: string, change: Partial<Account>) =>
      Effect.orDie(
        Effect.flatMap(stored.read(id), ({ value, version }) =>
          stored.write(id, { value: { ...(value ?? ana), ...change } }, version),
        ),
      ),
    record: Effect.map(records.read('departure', 'one'), (found) => found?.content),
    versionOf: (id: string) => Effect.map(stored.read(id), ({ version }) => version),
  };
};

const { link: _link, ...unlinked } = ana;
const ways: readonly (readonly [string, Departure, Account | undefined])[] = [
  ['disabled', { kind: 'disable', at: 7, stamp: 'new' }, { ...unlinked, disabled: 7, stamp: 'new' }],
  ['demoted', { kind: 'demote', stamp: 'new' }, { ...ana, isOperator: false, stamp: 'new' }],
  ['removed', { kind: 'remove' }, undefined],
  [
    'given another role',
    { kind: 'role', organisation: ACME, role: 'viewer' },
    { ...ana, roles: { [ACME]: 'viewer', [GLOBEX]: 'viewer' } },
  ],
  ['left without a role', { kind: 'role', organisation: ACME }, { ...ana, roles: { [GLOBEX]: 'viewer' } }],
];

const down = Effect.fail(new StorageUnavailable({ cause: 'a test', retryAfterSeconds: 1 }));

describe.each(ways)('somebody is %s', (_way, departure, expected) => {
  it('who is of the circle: the record says so, and that it is done', async () => {
    const { depart, account, record, others } = await open();
    await run(depart('ana', departure));
    expect(await run(account('ana'))).toEqual(expected);
    expect(await run(account('bo'))).toEqual(bo);
    expect([await run(record), others.asked]).toEqual(['{}', 1]);
  });

  it('who is not of the circle: nobody is asked', async () => {
    const { depart, account, change, record, others } = await open();
    others.are = () => false;
    await run(change('ana', { isOperator: false }));
    await run(depart('ana', departure));
    expect(await run(account('ana'))).toEqual(expected && { ...expected, isOperator: false });
    expect([await run(record), others.asked]).toEqual([undefined, 0]);
  });

  it('unless nobody would stay', async () => {
    const { depart, account, record, others } = await open();
    others.are = () => false;
    expect(await failureOf(depart('ana', departure))).toBe('refused');
    expect([await run(account('ana')), await run(record)]).toEqual([ana, undefined]);
  });

  it('also when the account is written meanwhile: what was written stays', async () => {
    for (const isOperator of [true, false]) {
      for (const step of ['read account', 'write departure', 'write account', 'remove account'] as const) {
        const { disturbed, at, account, change } = await open();
        await run(change('ana', { isOperator }));
        at.set(step, [change('ana', { name: 'Ana Lima' })]);
        await run(disturbed('ana', departure));
        // A departure that is not of the circle has no record; only a removal removes.
        const name = at.get(step)?.length === 0 ? 'Ana Lima' : 'Ana';
        expect(await run(account('ana'))).toEqual(
          expected && { ...expected, isOperator: expected.isOperator && isOperator, name },
        );
      }
    }
  });

  it('by the next one who leaves, when a process stops before it is done', async () => {
    for (const step of ['write account', 'remove account'] as const) {
      const { disturbed, depart, at, account, record } = await open();
      at.set(step, [down]);
      const stopped = await run(Effect.exit(disturbed('ana', departure)));
      if (stopped._tag === 'Success') continue;
      expect(await run(account('ana'))).toEqual(ana);
      await run(depart('bo', { kind: 'remove' }));
      expect([await run(account('ana')), await run(account('bo'))]).toEqual([expected, undefined]);
      expect(await run(record)).toBe('{}');
    }
  });

  it('once, when a process stops before it says that it is done', async () => {
    const { disturbed, depart, at, account, versionOf } = await open();
    at.set('write departure', [undefined, down]);
    expect(await failureOf(disturbed('ana', departure))).toMatchObject({ _tag: 'StorageUnavailable' });
    const version = await run(versionOf('ana'));
    await run(depart('bo', { kind: 'remove' }));
    expect([await run(account('ana')), await run(versionOf('ana'))]).toEqual([expected, version]);
  });

  it('not by the next one when a minute has gone by, and by nobody later', async () => {
    const { disturbed, depart, at, account, versionOf } = await open();
    at.set(departure.kind === 'remove' ? 'remove account' : 'write account', [down]);
    await timed(
      Effect.gen(function* () {
        yield* Effect.flip(disturbed('ana', departure));
        yield* TestClock.adjust(60_000);
        yield* depart('bo', { kind: 'remove' });
      }),
    );
    // It was written as it was, so that whoever has begun it meets another version.
    expect([await run(account('ana')), await run(versionOf('ana'))]).toEqual([ana, 2]);
  });
});

describe('of two who leave at once', () => {
  it('the second one is refused, when the first one has left since the look at the others', async () => {
    const { disturbed, depart, at, account, others } = await open();
    at.set('write departure', [
      Effect.orDie(Effect.tap(depart('bo', { kind: 'remove' }), () => Effect.sync(() => (others.are = () => false)))),
    ]);
    expect(await failureOf(disturbed('ana', { kind: 'remove' }))).toBe('refused');
    expect([await run(account('ana')), await run(account('bo'))]).toEqual([ana, undefined]);
  });

  it('the second one leaves when others stay', async () => {
    const { disturbed, depart, at, account } = await open();
    at.set('write departure', [Effect.orDie(depart('bo', { kind: 'remove' }))]);
    await run(disturbed('ana', { kind: 'remove' }));
    expect([await run(account('ana')), await run(account('bo'))]).toEqual([undefined, undefined]);
  });

  it('one does what the other one has begun, and both have left', async () => {
    const { disturbed, depart, at, account } = await open();
    at.set('write account', [Effect.orDie(depart('bo', { kind: 'remove' }))]);
    await run(disturbed('ana', { kind: 'demote', stamp: 'new' }));
    expect(await run(account('ana'))).toEqual({ ...ana, isOperator: false, stamp: 'new' });
    expect(await run(account('bo'))).toBeUndefined();
  });
});

describe('somebody', () => {
  it('who was disabled before stays so since then', async () => {
    const { depart, account, change } = await open();
    await run(change('ana', { disabled: 3 }));
    await run(depart('ana', { kind: 'disable', at: 7, stamp: 'new' }));
    expect(await run(account('ana'))).toMatchObject({ disabled: 3, stamp: 'new' });
  });

  it('who is not there cannot leave', async () => {
    const { depart } = await open();
    expect(await failureOf(depart('cem', { kind: 'remove' }))).toMatchObject({ _tag: 'NoSuchEntry', name: 'cem' });
  });

  it('whose account was replaced by another one since does not leave by what was begun', async () => {
    const { disturbed, depart, at, account, stored } = await open();
    at.set('write account', [down]);
    await run(Effect.flip(disturbed('ana', { kind: 'demote', stamp: 'new' })));
    // Of the same version as the one that was removed.
    await run(stored.remove('ana', 1));
    const again = { ...ana, stamp: 'another' };
    await run(stored.write('ana', { value: again }, 0));
    await run(depart('bo', { kind: 'remove' }));
    expect(await run(account('ana'))).toEqual(again);
  });
});
