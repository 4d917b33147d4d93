// A law that most of its cases pass by fails, however true it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { law, saysNothing } from '@looop-scim/laws';

const effort = { seed: 7, runs: 200 };

/** A law of which a share of the cases says something; counts those. */
const lawOf = (share: number, floor?: number) => {
  const said = { cases: 0 };
  const property = fc.property(fc.noBias(fc.nat({ max: 99 })), (number) => {
    if (number >= share * 100) return saysNothing();
    said.cases += 1;
  });
  return { said, made: law('numbers are numbers', property, floor === undefined ? {} : { floor }) };
};

describe('the floor of a law', () => {
  it('is met by enough cases that say something, and as many are tried as were asked for', async () => {
    const { made, said } = lawOf(0.8);
    await made.check(effort);
    expect(said.cases).toBe(effort.runs);
  });

  it('fails a law of which too few cases say anything', async () => {
    await expect(lawOf(0.3).made.check(effort)).rejects.toThrow('too many pre-condition failures');
    await expect(lawOf(0).made.check(effort)).rejects.toThrow('too many pre-condition failures');
  });

  it('may be lower where cases are dear', async () => {
    const { made, said } = lawOf(0.3, 0.2);
    await made.check(effort);
    expect(said.cases).toBe(effort.runs);
    await expect(lawOf(0.1, 0.2).made.check(effort)).rejects.toThrow('too many pre-condition failures');
  });
});
