// Runs laws under vitest. FC_RUNS and FC_SEED go further than the defaults.
import { describe, it } from 'vitest';
import type { Law, LawEffort } from '@looop-scim/laws';

const numberFrom = (name: string, fallback: number): number => {
  const text = process.env[name];
  const value = text === undefined || text === '' ? fallback : Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is no whole number: ${text}`);
  return value;
};

/** Seed and number of runs of every law of this run. */
export const effort: LawEffort = { seed: numberFrom('FC_SEED', 20_261_101), runs: numberFrom('FC_RUNS', 1000) };

/** Registers one test a law. */
export const runLaws = (title: string, laws: readonly Law[], timeoutMs = 120_000): void => {
  describe(title, () => {
    for (const { name, check } of laws) it(name, { timeout: timeoutMs }, () => check(effort));
  });
};
