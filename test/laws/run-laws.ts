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

/** A fifth of the cases: for a storage to which every step of a case is a message. */
export const remoteEffort: LawEffort = { ...effort, runs: Math.ceil(effort.runs / 5) };

const SLOWEST_LAW_MS = 120_000;

/** Registers one test a law. */
export const runLaws = (title: string, laws: readonly Law[], tried = effort): void => {
  describe(title, () => {
    for (const { name, check } of laws) it(name, { timeout: SLOWEST_LAW_MS }, () => check(tried));
  });
};
