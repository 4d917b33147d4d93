// Accounts by the operator's command line. What becomes of them on each storage is in the contract of records.
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedAfter, runOperator } from '../support/server/server-process.ts';
import { sqliteStore, type OwnPlace } from '../support/server/server-store.ts';

describe("the operator's commands about accounts", () => {
  let place: OwnPlace;
  beforeAll(async () => {
    place = await sqliteStore.makePlace();
    await operator('init');
    await operator('organisation', 'add', 'acme');
  });
  afterAll(() => place.remove());

  const operator = (...args: readonly string[]) => runOperator(place, ...args);
  const account = (...args: readonly string[]) => operator('account', ...args);

  /** The link that a command has delivered: in a file for its owner alone, and nowhere else. */
  const linkOf = async (stdout: string): Promise<string> => {
    const file = printedAfter(stdout, 'Link file: ');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const link = (await readFile(file, 'utf8')).trim();
    expect(stdout).not.toContain(link);
    return link;
  };

  it('add an operator and invite administrators, by links of the address that is configured', async () => {
    const added = await account('add', 'Op@Looop.example', '--name', 'Op');
    expect([added.code, added.stdout]).toMatchObject([0, expect.stringMatching(/^Operator: Op@Looop\.example$/mu)]);
    expect(await linkOf(added.stdout)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/link#p\.[0-9a-f]{32}\.[\w-]{43}$/u);
    const invited = await account('invite', 'acme', 'ana@acme.example', '--role', 'viewer');
    expect(await linkOf(invited.stdout)).toContain('/link#i.');
    expect((await account('list')).stdout).toBe(
      'op@looop.example  active  operator  no password yet  last sign-in never  name Op\n',
    );
  });

  it('link, promote and demote, disable and enable, and delete', async () => {
    await linkOf((await account('link', 'op@looop.example')).stdout);
    await account('demote', 'op@looop.example');
    expect((await account('disable', 'op@looop.example')).stdout).toBe('op@looop.example is disabled\n');
    expect((await account('list')).stdout).toMatch(/^op@looop\.example {2}disabled {2}no password yet/u);
    await account('enable', 'op@looop.example');
    await account('promote', 'op@looop.example');
    expect((await account('list')).stdout).toMatch(/^op@looop\.example {2}active {2}operator/u);
    const unconfirmed = await account('delete', 'op@looop.example');
    expect([unconfirmed.code, unconfirmed.stderr]).toMatchObject([1, expect.stringContaining('--yes')]);
    expect((await account('delete', 'op@looop.example', '--yes')).code).toBe(0);
    expect((await account('list')).stdout).toBe('');
  });

  it('say in a line what is wrong', async () => {
    await account('add', 'twice@looop.example');
    const refusals = [
      [['add', 'twice@looop.example'], 'This account exists already'],
      [['add', 'no address'], '"no address" is no e-mail address'],
      [['link', 'nobody@looop.example'], 'There is no account nobody@looop.example; see account list'],
    ] as const;
    for (const [args, text] of refusals) {
      const { code, stderr, stdout } = await account(...args);
      expect([code, stdout, stderr.trim().split('\n').at(-1)]).toEqual([1, '', text]);
    }
  });

  it('rename an organisation, whose tokens stay', async () => {
    const renamed = await operator('organisation', 'rename', 'acme', 'acme-inc');
    expect(renamed.stdout).toBe('The organisation acme is now acme-inc\n');
    expect((await operator('token', 'list', 'acme-inc')).stdout).toContain('valid');
  });
});
