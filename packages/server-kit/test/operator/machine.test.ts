// What a check tells of the machine and the settings.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  clockFinding,
  machineFindings,
  machineOf,
  settingFindings,
  tlsFindings,
  type Machine,
} from '../../src/operator/maintenance/machine.ts';
import { inspectSettings } from '../../src/settings/inspect-settings.ts';
import type { GivenSettings } from '../../src/settings/settings.ts';
import { makeCertificate } from '../../../../test/support/server/certificates.ts';
import { server } from '../support/app.ts';

const app = { ...server, plainHttp: 'loopback' } as const;
const good: Machine = { node: '24.21.0', platform: 'linux-x64', glibc: '2.36', libstdcxx: '6.0.30', openFiles: 20_000 };

const problemsOf = (machine: Machine): readonly string[] =>
  machineFindings(machine).flatMap(({ isOk, what, advice }) => (isOk ? [] : [`${what}: ${advice}`]));

const settingsFor = (given: GivenSettings) => inspectSettings(app, { LOOOP_SCIM_DATA: '/nowhere', ...given }, {});

describe('the machine', () => {
  it('is looked at', () => {
    expect(machineOf()).toMatchObject({ node: process.versions.node, platform: `${process.platform}-${process.arch}` });
  });

  it.each([
    [good, []],
    [{ ...good, glibc: '2.34' }, []],
    [{ ...good, glibc: '2.4' }, ['glibc: Version 2.34 or later is needed']],
    [{ ...good, glibc: '2.31' }, ['glibc: Version 2.34 or later is needed']],
    [{ ...good, libstdcxx: '6.0.9' }, ['libstdc++: Version 6.0.25 or later is needed']],
    [{ ...good, openFiles: 64 }, ['open files: Let the server have more']],
    [{ node: '24.21.0', platform: 'darwin-arm64' }, []],
  ] as const)('%j has these problems: %j', (machine, problems) => {
    const found = problemsOf(machine);
    expect(found.map((text, index) => text.slice(0, problems[index]?.length))).toEqual(problems);
  });

  it('has a clock that may not stand behind what was written by it', () => {
    const now = Date.parse('2026-11-27T12:00:00Z');
    expect([undefined, now, now + 59_000].map((written) => clockFinding(now, written).isOk)).toEqual([
      true,
      true,
      true,
    ]);
    expect(clockFinding(now, now + 61_000)).toMatchObject({ isOk: false, advice: expect.stringContaining('set back') });
  });
});

describe('the settings', () => {
  it('are looked at, and whether others may read their file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'looop-scim-machine-'));
    try {
      const file = join(directory, 'looop-scim.conf');
      writeFileSync(file, 'PORT=1\n', { mode: 0o644 });
      expect(settingFindings(settingsFor({ LOOOP_SCIM_DATA: directory }))).toEqual([
        { isOk: true, what: 'configuration', text: file },
        expect.objectContaining({ isOk: false, what: 'configuration file' }),
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
    const elsewhere = settingsFor({ HOST: '0.0.0.0', LOOOP_SCIM_TRUSTED_PROXIES: '10.0.0.1' });
    expect(settingFindings(elsewhere)).toMatchObject([
      { isOk: false, text: expect.stringContaining('127.0.0.1') },
    ]);
  });
});

describe('the certificate', () => {
  const findingsOf = async (to: number, given: GivenSettings = {}) => {
    const directory = mkdtempSync(join(tmpdir(), 'looop-scim-machine-'));
    try {
      const [certificate, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
      const { cert, key } = await makeCertificate({ to });
      writeFileSync(certificate, cert);
      writeFileSync(keyFile, key);
      const files = { LOOOP_SCIM_TLS_CERT: certificate, LOOOP_SCIM_TLS_KEY: keyFile };
      return tlsFindings(settingsFor({ ...files, ...given }), app, Date.now());
    } finally {
      rmSync(directory, { recursive: true });
    }
  };

  it('is in order while it is valid for some time, and for the name of the public URL', async () => {
    expect(await findingsOf(365)).toMatchObject([{ isOk: true, text: expect.stringContaining('valid until') }]);
    expect(await findingsOf(365, { LOOOP_SCIM_PUBLIC_URL: 'https://scim.example.com' })).toMatchObject([
      { isOk: false },
    ]);
  });

  it.each([
    [20, 'within 30 days'],
    [-0.5, 'has expired'],
  ])('is a problem %d days before its end', async (to, text) => {
    expect(await findingsOf(to)).toMatchObject([
      { isOk: false, text: expect.stringContaining(text), advice: expect.stringContaining('Put a new one') },
    ]);
  });

  it('is a problem when it cannot be read, and so is plain HTTP for other machines', () => {
    const missing = settingsFor({ LOOOP_SCIM_TLS_CERT: '/nowhere/cert.pem', LOOOP_SCIM_TLS_KEY: '/nowhere/key.pem' });
    expect(tlsFindings(missing, app, Date.now())).toMatchObject([
      { isOk: false, text: expect.stringContaining('/nowhere/cert.pem cannot be read') },
    ]);
    const open = settingsFor({ HOST: '10.0.0.1' });
    expect(tlsFindings(open, app, Date.now())).toMatchObject([
      { isOk: false, what: 'TLS', advice: expect.stringContaining('--insecure-http') },
    ]);
    const here = settingsFor({});
    expect(tlsFindings(here, app, Date.now())).toMatchObject([{ isOk: true, what: 'TLS' }]);
  });
});
