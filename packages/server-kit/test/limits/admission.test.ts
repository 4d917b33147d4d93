// How many requests a token and an organisation may send. The time is the test's.
import { Result } from 'effect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeAdmission, type Admit, type RequestBounds } from '../../src/limits/admission.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const wide: RequestBounds = { perSecond: 1_000_000, burst: 1_000_000, inFlight: 1_000_000 };

const ana = { token: 'ana', organisation: 'acme' };
const ben = { token: 'ben', organisation: 'acme' };
const cas = { token: 'cas', organisation: 'globex' };

/** How many of so many requests are let in, each answered at once. */
const letIn = (admit: Admit, requester: typeof ana, count: number): number => {
  let admitted = 0;
  for (let request = 0; request < count; request += 1) {
    const result = admit(requester);
    if (Result.isSuccess(result)) {
      admitted += 1;
      result.success();
    }
  }
  return admitted;
};

const retryAfter = (admit: Admit, requester: typeof ana): number =>
  Result.getOrThrow(Result.flip(admit(requester))).retryAfterSeconds;

describe('a token', () => {
  const bounds = { token: { ...wide, perSecond: 2, burst: 10 }, organisation: wide };

  it('may send a burst, then what its rate brings back, and never more than a burst', () => {
    const { admit } = makeAdmission(bounds);
    expect(letIn(admit, ana, 50)).toBe(10);
    vi.advanceTimersByTime(1000);
    expect(letIn(admit, ana, 50)).toBe(2);
    vi.advanceTimersByTime(250);
    expect(letIn(admit, ana, 50)).toBe(0);
    vi.advanceTimersByTime(250);
    expect(letIn(admit, ana, 50)).toBe(1);
    vi.advanceTimersByTime(3_600_000);
    expect(letIn(admit, ana, 50)).toBe(10);
  });

  it('is told whole seconds, at least one, after which it is let in', () => {
    const { admit } = makeAdmission({ token: { ...wide, perSecond: 0.25, burst: 1 }, organisation: wide });
    letIn(admit, ana, 1);
    expect(retryAfter(admit, ana)).toBe(4);
    vi.advanceTimersByTime(3500);
    expect(retryAfter(admit, ana)).toBe(1);
    vi.advanceTimersByTime(500);
    expect(letIn(admit, ana, 1)).toBe(1);
  });

  it('does not keep others waiting', () => {
    const { admit } = makeAdmission(bounds);
    letIn(admit, ana, 50);
    expect([letIn(admit, ben, 5), letIn(admit, cas, 5)]).toEqual([5, 5]);
  });
});

describe('an organisation', () => {
  it('may send so much with all of its tokens, and what is refused costs nobody anything', () => {
    const { admit } = makeAdmission({
      token: { ...wide, perSecond: 1, burst: 8 },
      organisation: { ...wide, burst: 10, perSecond: 1 },
    });
    expect([letIn(admit, ana, 50), letIn(admit, ben, 50), letIn(admit, cas, 50)]).toEqual([8, 2, 8]);
    vi.advanceTimersByTime(4000);
    // Ben has six left of his eight, and four more would be beyond his burst: the organisation has four.
    expect(letIn(admit, ben, 50)).toBe(4);
  });
});

describe('requests in flight', () => {
  const hold = (admit: Admit, requester: typeof ana) => Result.getOrThrow(admit(requester));

  it('are bounded for a token, and for an organisation', () => {
    const { admit } = makeAdmission({ token: { ...wide, inFlight: 2 }, organisation: { ...wide, inFlight: 3 } });
    const first = hold(admit, ana);
    hold(admit, ana);
    expect(retryAfter(admit, ana)).toBe(1);
    hold(admit, ben);
    expect(retryAfter(admit, ben)).toBe(1);
    expect(letIn(admit, cas, 10)).toBe(10);
    first();
    hold(admit, ben);
    expect(retryAfter(admit, ana)).toBe(1);
  });

  it('that are refused take nothing from the rate', () => {
    const { admit } = makeAdmission({ token: { perSecond: 1, burst: 2, inFlight: 1 }, organisation: wide });
    const leave = hold(admit, ana);
    expect(letIn(admit, ana, 10)).toBe(0);
    leave();
    expect(letIn(admit, ana, 10)).toBe(1);
  });
});

describe('what was let in elsewhere', () => {
  it('is paid back here before anything else is let in', () => {
    const { admit, charge } = makeAdmission({ token: { ...wide, perSecond: 2, burst: 10 }, organisation: wide });
    charge({ tokens: new Map([['ana', 14]]), organisations: new Map() });
    expect([letIn(admit, ana, 50), letIn(admit, ben, 50)]).toEqual([0, 10]);
    expect(retryAfter(admit, ana)).toBe(3);
    vi.advanceTimersByTime(3000);
    expect(letIn(admit, ana, 50)).toBe(2);
  });

  it('counts for an organisation, whichever of its tokens it was', () => {
    const { admit, charge } = makeAdmission({ token: wide, organisation: { ...wide, perSecond: 2, burst: 10 } });
    charge({ tokens: new Map([['ben', 9]]), organisations: new Map([['acme', 9]]) });
    expect(letIn(admit, ana, 50)).toBe(1);
  });

  it('takes nothing from a time when nobody sent anything', () => {
    const { admit, charge } = makeAdmission({ token: { ...wide, perSecond: 2, burst: 10 }, organisation: wide });
    letIn(admit, ana, 10);
    vi.advanceTimersByTime(5000);
    charge({ tokens: new Map([['ana', 4]]), organisations: new Map() });
    expect(letIn(admit, ana, 50)).toBe(6);
  });
});

it('what is let in is counted once, by token and by organisation; what is refused is not', () => {
  const admission = makeAdmission({ token: { ...wide, perSecond: 1, burst: 3 }, organisation: wide });
  for (const requester of [ana, ben, cas]) letIn(admission.admit, requester, 5);
  expect(admission.letIn()).toEqual({
    tokens: new Map([
      ['ana', 3],
      ['ben', 3],
      ['cas', 3],
    ]),
    organisations: new Map([
      ['acme', 6],
      ['globex', 3],
    ]),
  });
  expect(admission.letIn()).toEqual({ tokens: new Map(), organisations: new Map() });
});
