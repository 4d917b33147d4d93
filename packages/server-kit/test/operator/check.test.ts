// A check where the configuration or the store cannot be read: that is what it finds, and the rest is looked at all the same.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allFindings } from '../../src/operator/maintenance/all-findings.ts';
import { makeSession } from '../../src/operator/session.ts';
import type { GivenSettings } from '../../src/settings/settings.ts';
import { server } from '../support/app.ts';

let directory = '';
let file = '';
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-check-'));
  file = join(directory, 'looop-scim.conf');
  const session = makeSession(server);
  session.give({ LOOOP_SCIM_DATA: directory });
  await session.work(() => Promise.resolve(), 'create');
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What is found of the installation with a text as its configuration file. */
const check = async (text: string, given: GivenSettings = { LOOOP_SCIM_DATA: directory }) => {
  writeFileSync(file, text, { mode: 0o600 });
  const session = makeSession(server);
  session.give(given);
  const { findings, failure } = await allFindings(session, false);
  return {
    problems: findings.flatMap(({ isOk, what, text: said }) => (isOk ? [] : [`${what}: ${said}`])),
    fine: findings.flatMap(({ isOk, what }) => (isOk ? [what] : [])),
    advice: findings.flatMap((finding) => finding.advice ?? []),
    failure,
  };
};

const ALL = ['file', 'inode', 'pages', 'rows', 'indexes', 'contents', 'schema', 'clock', 'TLS', 'runtime'];

describe('a check', () => {
  it.each([
    ['PORT=eighty\n\nLOG_LEVEL=loud\n', ['1: PORT must be a whole number', '3: LOG_LEVEL must be one of']],
    ['PROT=80\nPORT=80\n', ['1: PROT is not a setting: did you mean PORT?']],
    ['PORT=80\nserve\n', ['2: must be NAME=value']],
    ['LOOOP_SCIM_DATA=/nowhere\n', ['1: LOOOP_SCIM_DATA cannot be set in the file of the data directory']],
    ['LOOOP_SCIM_UPGRADE_BACKUPS=many\n', ['1: LOOOP_SCIM_UPGRADE_BACKUPS must be']],
  ])('finds all that is wrong in %j, and looks at everything else', async (text, places) => {
    const { problems, fine, advice, failure } = await check(text);
    expect(problems.map((problem, index) => problem.slice(0, `configuration: ${file}:${places[index]}`.length))).toEqual(
      places.map((place) => `configuration: ${file}:${place}`),
    );
    expect(fine).toEqual(expect.arrayContaining(ALL));
    expect([advice[0], failure]).toEqual([expect.stringContaining('mend it'), undefined]);
  });

  it('says nothing of a certificate where it is not known whether there is one', async () => {
    const { problems, fine } = await check('LOOOP_SCIM_TLS_CERT=/etc/cert.pem\n');
    expect(problems).toEqual([expect.stringContaining(':1: LOOOP_SCIM_TLS_CERT is set, and LOOOP_SCIM_TLS_KEY is not')]);
    expect(fine).not.toContain('TLS');
  });

  it('looks at no store by chance', async () => {
    const lost = await check('', { LOOOP_SCIM_CONFIG: join(directory, 'lost.conf') });
    expect(lost.problems).toEqual(['file: not looked at', expect.stringContaining('lost.conf cannot be read')]);
    expect(lost.fine).toEqual(expect.arrayContaining(['TLS', 'runtime']));
    const both = { LOOOP_SCIM_CONFIG: join(directory, 'lost.conf'), LOOOP_SCIM_DATA: directory };
    expect((await check('', both)).fine).toEqual(expect.arrayContaining(ALL));
    const { problems } = await check('LOOOP_SCIM_STORE=oracle:x\n');
    expect(problems).toEqual(['file: not looked at', expect.stringContaining(':1: LOOOP_SCIM_STORE must be')]);
  });

  it('looks at the rest where there is no store, and says why', async () => {
    const { problems, fine, failure } = await check('', { LOOOP_SCIM_DATA: join(directory, 'nowhere') });
    expect([problems, fine]).toEqual([[], expect.arrayContaining(['configuration', 'TLS', 'runtime'])]);
    expect(String(failure)).toContain('nowhere');
  });
});
