// Password hashes: what a text says of itself, and that their work is bounded.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makePasswordHasher } from '@looop-scim/crypto-node';

const run = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Answer> => Effect.runPromise(effect);

const CHEAP = { memory: 8, passes: 1 };

describe('a password hash', () => {
  it('is argon2id at 46 MiB and one pass, salted, and verified by its password alone', async () => {
    const hasher = makePasswordHasher();
    const [one, two] = [await run(hasher.hash('correct horse')), await run(hasher.hash('correct horse'))];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/u);
    expect(two).not.toBe(one);
    expect(await run(hasher.verify('correct horse', one))).toBe(true);
    expect(await run(hasher.verify('Correct horse', one))).toBe(false);
    expect(await run(hasher.verify('', one))).toBe(false);
  });

  it('is verified at the cost that it was made with', async () => {
    const old = await run(makePasswordHasher({ cost: CHEAP }).hash('correct horse'));
    const hasher = makePasswordHasher({ cost: { memory: 16, passes: 2 } });
    expect(await run(hasher.verify('correct horse', old))).toBe(true);
  });

  it.each([
    [{ memory: 16, passes: 1 }, true],
    [{ memory: 8, passes: 2 }, true],
    [CHEAP, false],
  ])('is outdated where hashes are made at another cost: %o', async (cost, isOutdated) => {
    const old = await run(makePasswordHasher({ cost: CHEAP }).hash('correct horse'));
    expect(makePasswordHasher({ cost }).isOutdated(old)).toBe(isOutdated);
  });

  it('of nobody is verified by no password', async () => {
    const hasher = makePasswordHasher({ cost: CHEAP });
    for (const password of ['', 'correct horse']) expect(await run(hasher.verify(password, undefined))).toBe(false);
  });

  it('is refused beyond so many that wait, and made again once they are done', async () => {
    const hasher = makePasswordHasher({ cost: CHEAP, concurrency: 1, maxWaiting: 3 });
    const tries = Array.from({ length: 10 }, () =>
      hasher.hash('correct horse').pipe(
        Effect.as('made'),
        Effect.catch(({ _tag }) => Effect.succeed(_tag)),
      ),
    );
    const outcomes = await run(Effect.all(tries, { concurrency: 'unbounded' }));
    expect(outcomes.filter((one) => one === 'made')).toHaveLength(4);
    expect(new Set(outcomes)).toEqual(new Set(['made', 'Overloaded']));
    expect(await run(hasher.hash('correct horse'))).toContain('$argon2id$');
  });

  it('knows passwords that are tried first, with what is put around them', async () => {
    const { isCommon } = makePasswordHasher({ cost: CHEAP });
    for (const common of ['QWERTY123456', 'password', '!!Password2024', 'iloveyou!!!!']) {
      expect([common, await run(isCommon(common))]).toEqual([common, true]);
    }
    for (const other of ['correct horse battery', '', '2024']) {
      expect([other, await run(isCommon(other))]).toEqual([other, false]);
    }
  });
});
