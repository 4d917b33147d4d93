// With which settings an import is made after its dry run.
import { expect, it } from 'vitest';
import { settingsAfter, type ImportSettings } from '../src/api/imports.ts';

const tried: ImportSettings = {
  ...{ of: 'users', match: 'userName', delimiter: ',', clearBlank: false },
  ...{ maxErrors: 3, deactivateMissing: true, dryRun: true },
};

it('deactivates no more people than the dry run has told of', () => {
  const real = settingsAfter(tried, { count: 2, names: ['ana', 'ben'] });
  expect(real).toEqual({ ...tried, dryRun: false, deactivateAtMost: 2 });
});

it.each([undefined, { unknown: 'refusedLines' }, { unknown: 'noLines' }] as const)(
  'deactivates nobody when the dry run did not tell who is missing: %j',
  (missing) => {
    expect(settingsAfter(tried, missing)).toEqual({ ...tried, dryRun: false, deactivateMissing: false });
  },
);

it('deactivates nobody when that was not asked for', () => {
  const asked = { ...tried, deactivateMissing: false };
  expect(settingsAfter(asked, { count: 2, names: [] })).toEqual({ ...asked, dryRun: false });
});
