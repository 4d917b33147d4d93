import { describe, expect, it } from 'vitest';
import type { Transport } from '@looop-scim/conformance';
import { patient } from '../src/patient-transport.ts';

const request = { method: 'GET', url: 'https://scim.example/Users', headers: {} };

/** A server that answers 429 so many times, and what was waited for. */
const busy = (times: number, retryAfter: string | undefined) => {
  let left = times;
  const waits: number[] = [];
  const transport: Transport = () => {
    left -= 1;
    const isBusy = left >= 0;
    return Promise.resolve({ status: isBusy ? 429 : 200, headers: { 'retry-after': retryAfter }, text: '' });
  };
  const sleep = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  return { send: () => patient(transport, sleep)(request), waits };
};

describe('a request that comes too fast', () => {
  it('is made again after the seconds that the answer says (RFC 9110 section 10.2.3)', async () => {
    const { send, waits } = busy(2, '3');
    expect([(await send()).status, waits]).toEqual([200, [3000, 3000]]);
  });

  it('is given up after five times', async () => {
    const { send, waits } = busy(100, '1');
    expect([(await send()).status, waits.length]).toEqual([429, 5]);
  });

  it.each([undefined, '', 'soon', '-1', '1.5', '3600', 'Fri, 27 Nov 2026 14:00:00 GMT'])(
    'is shown as it is where Retry-After is %j',
    async (retryAfter) => {
      const { send, waits } = busy(1, retryAfter);
      expect([(await send()).status, waits]).toEqual([429, []]);
    },
  );
});
