// docs/configuration.md names every variable that is read, and no other; docs/limits.md has the limits on requests that are the
// defaults.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConnectionSettings } from '../src/settings/connections.ts';
import { VARIABLES } from '../src/settings/environment.ts';
import { readRequestLimits } from '../src/settings/request-limits.ts';

it('docs/configuration.md has one row for each variable', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.map((row) => row.split('`')[1]).toSorted()).toEqual([...VARIABLES].toSorted());
});

it('docs/limits.md has the default limits on requests and answers', async () => {
  const limits = readRequestLimits({});
  if (limits === undefined) throw new TypeError('no limits');
  const { token, organisation, failed } = limits;
  const { maxUnreadBytes, stalledMs } = readConnectionSettings({});
  const text = await readFile(join(import.meta.dirname, '../../../docs/limits.md'), 'utf8');
  const numbersOf = (name: string): readonly number[] => {
    const row = text.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';
    return [...(row.split('|')[2] ?? '').replaceAll(',', '').matchAll(/\d+/gu)].map(([digits]) => Number(digits));
  };
  expect(numbersOf('requests of a token')).toEqual([token.perSecond, token.burst, token.inFlight]);
  expect(numbersOf('requests of an organisation')).toEqual([
    organisation.perSecond,
    organisation.burst,
    organisation.inFlight,
  ]);
  expect(numbersOf('requests of an address')).toEqual([failed.perSecond, failed.burst]);
  expect(numbersOf('large answers that clients leave unread')).toEqual([maxUnreadBytes / 1_048_576]);
  expect(numbersOf('a client that takes nothing')).toEqual([stalledMs / 1000]);
});
