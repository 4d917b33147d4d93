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

/** What ends a law that hangs: the more cases are asked for, the longer it may take. A law on a storage stops before. */
const HANGS_AFTER_MS = 300 * Math.max(1000, effort.runs);

/** Registers one test a law; `share` is the part of the runs that is enough where another suite tries the same laws. */
export const runLaws = (title: string, laws: readonly Law[], share = 1): void => {
  const runs = Math.max(1, Math.round(effort.runs * share));
  describe(title, () => {
    for (const { name, check } of laws) it(name, { timeout: HANGS_AFTER_MS }, () => check({ ...effort, runs }));
  });
};
