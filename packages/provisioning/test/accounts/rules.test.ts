// The rules of accounts, each to its limits: names, networks, waits, links, passwords, ends of sessions.
import { describe, expect, it } from 'vitest';
import { isPersonName, keptName, signedInFrom, withRole, type Account } from '../../src/accounts/account.ts';
import { afterFailure, networkOf, PATIENCE, waitMs } from '../../src/accounts/back-off.ts';
import { isEmailAddress, normalisedEmail } from '../../src/accounts/email-address.ts';
import { parseLink, printLink } from '../../src/accounts/link.ts';
import { passwordFault } from '../../src/accounts/password-rules.ts';
import { endOf, latestEndOf } from '../../src/accounts/session.ts';
import { organisationId } from '../../src/organisation/organisation.ts';

const account: Account = {
  id: 'a-1',
  email: 'ana@acme.example',
  name: 'Ana',
  isOperator: false,
  roles: {},
  stamp: 's',
  networks: [],
  created: 1,
};

describe('an account', () => {
  it('remembers the last five networks, each once, the last one first', () => {
    const networks = ['a', 'b', 'c', 'b', 'd', 'e', 'f'];
    const last = networks.reduce((before, network, at) => signedInFrom(before, network, at), account);
    expect(last).toStrictEqual({ ...account, networks: ['f', 'e', 'd', 'b', 'c'], lastSignIn: 6 });
  });

  it('remembers a network once, however often it signs in from there', () => {
    const last = ['a', 'b', 'a', 'a'].reduce((before, network, at) => signedInFrom(before, network, at), account);
    expect(last.networks).toEqual(['a', 'b']);
  });

  it('has one role in each organisation, or none', () => {
    const [acme, globex] = [organisationId('acme'), organisationId('globex')];
    const both = withRole(withRole(account, acme, 'viewer'), globex, 'administrator');
    expect(both.roles).toEqual({ acme: 'viewer', globex: 'administrator' });
    expect(withRole(both, acme, 'administrator').roles).toEqual({ acme: 'administrator', globex: 'administrator' });
    expect(withRole(both, acme, undefined).roles).toStrictEqual({ globex: 'administrator' });
  });

  it('keeps a name composed, without blanks around it', () => {
    expect(keptName('  n\u0303 Ana ')).toBe('\u00f1 Ana');
  });

  it.each(['', 'Ana Ruiz', '\u00f1~', 'x'.repeat(200)])('may be called %j', (name) => {
    expect(isPersonName(name)).toBe(true);
  });

  it.each(['a\u0000b', 'a\u001fb', 'a\u007fb', 'a\u009fb', 'x'.repeat(201)])('is not called %j', (name) => {
    expect(isPersonName(name)).toBe(false);
  });
});

describe('an e-mail address', () => {
  it('is compared composed, in lower case, without blanks around it', () => {
    expect(normalisedEmail(' \uff21NA@Acme.Example ')).toBe('ana@acme.example');
  });

  it.each(['a@b', 'a.b+c@acme.example', 'ñ@acme.example', `${'a'.repeat(252)}@b`])('may be %s', (address) => {
    expect(isEmailAddress(address)).toBe(true);
  });

  it.each([
    ...['', 'a', '@b', 'a@', '@', 'a@b@c', 'a@.b', 'a@b.', 'a b@c', 'a@b\u007f', 'a\u00a0b@c', 'a@b\u0001'],
    `${'a'.repeat(253)}@b`,
  ])('is not %j', (address) => {
    expect(isEmailAddress(address)).toBe(false);
  });
});

describe('a network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001:0002::/64'],
    ['2001:DB8:1:2::', '2001:0db8:0001:0002::/64'],
    ['2001:db8::5:6', '2001:0db8:0000:0000::/64'],
    ['2001:db8::3:4:5:6:7', '2001:0db8:0000:0003::/64'],
    ['::1', '0000:0000:0000:0000::/64'],
    ['::', '0000:0000:0000:0000::/64'],
    ['::ffff:0:0', '0000:0000:0000:0000::/64'],
    ['1::2:3:4:5:6:7:8', '0001:0002:0003:0004::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('whoever fails to sign in', () => {
  it('waits twice as long each time, from the last failure on, and for so long at most', () => {
    const patience = { free: 2, longestMs: 5000 };
    const waitAfter = (count: number, now: number) => waitMs({ count, last: 100 }, patience, now);
    expect([0, 1, 2, 3, 4, 5, 6, 100].map((count) => waitAfter(count, 100))).toEqual([
      ...[0, 0, 0, 1000, 2000, 4000, 5000, 5000],
    ]);
    expect([600, 1099, 1100, 9999].map((now) => waitAfter(3, now))).toEqual([500, 1, 0, 0]);
    expect(waitMs(undefined, patience, 100)).toBe(0);
    expect(waitMs({ count: 2000, last: 100 }, { free: 2, longestMs: Infinity }, 100)).toBe(1000 * 2 ** 30);
  });

  it('waits after the fifth failure from one network, the twenty-first of a network, the fifty-first of an account', () => {
    const minute = 60_000;
    expect(PATIENCE).toEqual({
      pair: { free: 4, longestMs: 15 * minute },
      network: { free: 20, longestMs: 15 * minute },
      account: { free: 50, longestMs: 5 * minute },
    });
  });

  it('is counted', () => {
    expect(afterFailure(undefined, 5)).toEqual({ count: 1, last: 5 });
    expect(afterFailure({ count: 3, last: 5 }, 9)).toEqual({ count: 4, last: 9 });
  });
});

describe('the text of a link', () => {
  it.each([
    { kind: 'invitation', organisation: 'o', id: 'i', secret: 's' },
    { kind: 'password', accountId: 'a', secret: 's' },
  ] as const)('says what it is for: $kind', (parts) => {
    expect(parseLink(printLink(parts))).toStrictEqual(parts);
  });

  it.each([
    '',
    'i',
    'p',
    'i.o.i',
    'i.o.i.s.x',
    'p.a',
    'p.a.s.x',
    'p.a.',
    'p..s',
    'i.o..s',
    'i.a.s',
    'p.o.i.s',
    'x.a.s',
  ])('is not %j', (text) => {
    expect(parseLink(text)).toBeUndefined();
  });
});

describe('a password', () => {
  const faultOf = (text: string, isCommon = false, email = 'ana.ruiz@acme.example') =>
    passwordFault(text, { email, isCommon })?.why;

  it.each([
    ['abcdefghijk', 'short'],
    ['correct horse', undefined],
    ['twelve chars', undefined],
    ['ab!de ghi'.padEnd(256, 'x'), undefined],
    ['ab!de ghi'.padEnd(257, 'x'), 'long'],
    ['abcdabcdabcd', 'repetitive'],
    ['abcdeabcdeab', undefined],
    ['abcdefghijkl', 'repetitive'],
    ['lkjihgfedcba', 'repetitive'],
    ['acegikmoqsuw', undefined],
    ['abcdefghijkz', undefined],
    ['ana.ruiz1234', 'personal'],
    ['ana.ruiz12345', 'personal'],
    ['ana.ruiz123456', undefined],
    ['LOOOPscim1234', 'personal'],
    ['acme.example!', 'personal'],
    ['Ana.Ruiz@Acme.example', 'personal'],
    // Two letters in one: length counts after composition.
    ['\ufb00\ufb00\ufb00\ufb00xyzk', undefined],
  ])('%j: %j', (text, why) => {
    expect(faultOf(text)).toBe(why);
  });

  it('is refused when everybody has it, and not for a part of an address of three characters', () => {
    expect(faultOf('correct horse', true)).toBe('common');
    expect(faultOf('ana ana ana bo', false, 'ana@b.io')).toBeUndefined();
    expect(faultOf('anna anna bo', false, 'anna@b.io')).toBe('personal');
  });
});

describe('a session', () => {
  it('ends eight hours after its use, and seven days after its beginning', () => {
    const hour = 3_600_000;
    expect(endOf({ began: 0, used: hour })).toBe(9 * hour);
    expect(endOf({ began: 0, used: 167 * hour })).toBe(168 * hour);
    expect(latestEndOf({ began: 5 })).toBe(5 + 168 * hour);
  });
});
