// A bundle for support has nothing of people, and no secret.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect, Result } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession, type Session } from '../../src/operator/session.ts';
import { bundleOf, type BundleFile } from '../../src/operator/support/bundle.ts';
import { redactedLogLine } from '../../src/operator/support/redact.ts';
import { server } from '../support/app.ts';

const SECRETS = {
  token: 'never-shown-0123456789abcdef0123456789abcdef',
  environmentToken: 'environment-0123456789abcdef0123456789abcdef',
  organisation: 'hidden-organisation',
  label: 'Label of a token',
  userName: 'ana.alves@people.example',
  family: 'Alves-Quint',
  password: 'Never stored 1',
  unknown: 'unknown-value-of-somebody',
  administrator: 'bob@administrators.example',
  support: 'help@support.example',
  group: 'Secret Group',
};

let directory: string;
let session: Session;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-bundle-'));
  session = makeSession(server);
  session.give({
    LOOOP_SCIM_DATA: directory,
    LOOOP_SCIM_SUPPORT: SECRETS.support,
    LOOOP_SCIM_TOKEN: SECRETS.environmentToken,
    LOOOP_SCIM_RATE_LIMIT: '77',
  });
  await session.work(async ({ administration, accounts, directoryOf }) => {
    const run = Effect.runPromise;
    const organisation = await run(administration.addOrganisation(SECRETS.organisation));
    await run(administration.issueToken(SECRETS.organisation, { secret: SECRETS.token, label: SECRETS.label }));
    await run(accounts.add({ email: SECRETS.administrator, isOperator: true, name: SECRETS.family }));
    const { importing } = await run(directoryOf(organisation));
    const users = await run(
      importing.begin({ of: 'users', match: 'userName', dryRun: false, clearBlank: false, requestId: 'import-1' }),
    );
    Result.getOrThrow(users.checkColumns(['userName', 'name.familyName', 'emails.value', 'title']));
    const cells = new Map([
      ['userName', SECRETS.userName],
      ['name.familyName', SECRETS.family],
      ['emails.value', SECRETS.userName],
      ['title', SECRETS.unknown],
    ]);
    expect(await run(users.take([{ line: 2, cells }]))).toMatchObject([{ kind: 'created' }]);
    const groups = await run(
      importing.begin({ of: 'groups', match: 'displayName', dryRun: false, clearBlank: false, requestId: 'import-2' }),
    );
    Result.getOrThrow(groups.checkColumns(['group', 'member']));
    const member = new Map([
      ['group', SECRETS.group],
      ['member', SECRETS.userName],
    ]);
    expect(await run(groups.take([{ line: 2, cells: member }]))).toMatchObject([{ kind: 'created' }]);
  }, 'create');
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('a bundle for support', () => {
  let files: readonly BundleFile[];
  beforeAll(async () => {
    const log = join(directory, 'server.log');
    const path = `/scim/v2/Users/${SECRETS.userName}`;
    const line = { level: 30, time: 1, reqId: 'req-1', method: 'GET', path, status: 404, milliseconds: 1.5 };
    const texts = [
      JSON.stringify({
        ...line,
        organisation: SECRETS.organisation,
        msg: 'answered',
        refusal: { kind: 'ResourceNotFound' },
      }),
      JSON.stringify({ ...line, err: { message: SECRETS.unknown }, msg: `mail to ${SECRETS.administrator}` }),
      `Token: ${SECRETS.token}`,
    ];
    writeFileSync(log, `${texts.join('\n')}\n`);
    ({ files } = await bundleOf(session, log));
  });

  const textOf = (name: string): string => files.find((file) => file.name === name)?.text ?? '';

  it('has no secret, no e-mail address and no name', () => {
    const whole = files.map(({ text }) => text).join('\n');
    expect(Object.entries(SECRETS).filter(([, secret]) => whole.includes(secret))).toEqual([]);
    expect(whole).not.toMatch(/\S@\S/u);
  });

  it('says what was done and how many there are', () => {
    expect(textOf('activity-1.jsonl')).toContain('"requestId":"import-1","operation":"create","outcome":"applied"');
    expect(JSON.parse(textOf('counts.json'))).toMatchObject({
      organisations: [{ users: 1, groups: 1, tokens: { valid: 1 } }],
      accounts: 1,
    });
    expect(textOf('check.jsonl')).toContain('"what":"contents","text":"1 organisation, 1 user, 1 group"');
  });

  it('has settings with their sources, and hides those that are secrets or lead to people', () => {
    const settings: unknown = JSON.parse(textOf('configuration.json'));
    expect(settings).toEqual(
      expect.arrayContaining([
        { name: 'LOOOP_SCIM_SUPPORT', source: 'command line', isHidden: true, byDefault: 'none' },
        { name: 'LOOOP_SCIM_TOKEN', source: 'command line', isHidden: true, byDefault: 'generated' },
        { name: 'LOOOP_SCIM_RATE_LIMIT', source: 'command line', value: '77', byDefault: '200' },
      ]),
    );
  });

  it('has lines of the log without what may be of a person', () => {
    const [answered, other, ...none] = textOf('log.jsonl').trim().split('\n');
    const common = {
      level: 30,
      status: 404,
      milliseconds: 1.5,
      method: 'GET',
      reqId: 'req-1',
      path: '/scim/v2/Users/*',
    };
    expect(JSON.parse(answered ?? '')).toEqual({ ...common, msg: 'answered', refusal: 'ResourceNotFound' });
    expect([JSON.parse(other ?? ''), none]).toEqual([common, []]);
    expect(redactedLogLine('no JSON')).toBeUndefined();
  });
});

it('a bundle of a store that cannot be read, or of a configuration, has everything else', async () => {
  const broken = join(directory, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'looop-scim.sqlite'), 'no database');
  writeFileSync(join(broken, 'looop-scim.conf'), 'PORT=eighty\n');
  const troubled = makeSession(server);
  troubled.give({ LOOOP_SCIM_DATA: broken });
  const { files, withoutStore } = await bundleOf(troubled, undefined);
  expect(files.map(({ name }) => name)).toEqual(['README.txt', 'versions.json', 'configuration.json', 'check.jsonl', 'not-collected.txt']);
  expect(files.at(-2)?.text).toContain('PORT must be a whole number');
  expect(withoutStore).toContain('PORT must be a whole number');
});
