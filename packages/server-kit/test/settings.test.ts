// Where settings come from, and what the configuration file may be.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configurationText } from '../src/operator/set-up/configuration-text.ts';
import { SETTINGS } from '../src/settings/descriptions.ts';
import { VARIABLES, type Environment, type VariableName } from '../src/settings/environment.ts';
import { configOf, readSettings, type GivenSettings } from '../src/settings/settings.ts';

const app = { dataDirectory: './data', stores: ['sqlite'] } as const;

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-settings-'));
  file = join(directory, 'looop-scim.conf');
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (given: GivenSettings = {}, environment: Environment = {}) =>
  readSettings(app, { LOOOP_SCIM_DATA: directory, ...given }, environment);

describe('settings', () => {
  it('come from the command line, else the environment, else the file, else are the default', () => {
    writeFileSync(file, 'HOST=::1\nPORT=1\nLOG_LEVEL=warn\n');
    const settings = read({ HOST: '127.0.0.3' }, { HOST: '127.0.0.2', PORT: '2', LOOOP_SCIM_WORKERS: ' ' });
    expect(configOf(settings, app)).toMatchObject({ host: '127.0.0.3', port: 2, logLevel: 'warn' });
    const names = ['HOST', 'PORT', 'LOG_LEVEL', 'LOOOP_SCIM_WORKERS'] as const;
    expect(names.map(settings.sourceOf)).toEqual(['command line', 'environment', 'file', 'default']);
    expect(settings.file).toBe(file);
  });

  it('need no file, unless one is named', () => {
    expect(read().file).toBeUndefined();
    const missing = { LOOOP_SCIM_CONFIG: join(directory, 'other.conf') };
    expect(() => read(missing)).toThrow(/other\.conf cannot be read: .*no such file/u);
    expect(readSettings(app, missing, {}, { mayLackFile: true }).file).toBeUndefined();
  });

  it('may say where the data is in a file that is elsewhere, and not in the one of the data directory', () => {
    const other = join(directory, 'other.conf');
    writeFileSync(other, `LOOOP_SCIM_DATA=${directory}/elsewhere\n`);
    expect(configOf(readSettings(app, { LOOOP_SCIM_CONFIG: other }, {}), app).dataDirectory).toBe(
      `${directory}/elsewhere`,
    );
    writeFileSync(file, '\nLOOOP_SCIM_DATA=/elsewhere\n');
    expect(() => read()).toThrow(`${file}:2: LOOOP_SCIM_DATA cannot be set in the file of the data directory`);
  });

  it.each([
    [
      '# remark\nLOOOP_SCIM_PUBLIC_URI=x\n',
      2,
      'LOOOP_SCIM_PUBLIC_URI is not a setting: did you mean LOOOP_SCIM_PUBLIC_URL?',
    ],
    ['PROT=1\n', 1, 'PROT is not a setting: did you mean PORT?'],
    ['LOOOP_SCIM_CONFIG=x\n', 1, 'LOOOP_SCIM_CONFIG is not a setting'],
    ['PORT=1\nserve\n', 2, 'must be NAME=value'],
    ['PORT = abc\n', 1, 'PORT must be a whole number'],
    ['\n\nLOG_LEVEL="loud"\n', 3, 'LOG_LEVEL must be one of'],
    ['PORT=1\nPORT=abc\n', 2, 'PORT must be a whole number'],
    ['PORT=1\nexport PROT=1\n', 2, 'PROT is not a setting: did you mean PORT?'],
    ['PORT=1\n export  HOST = x\nexport PORT=abc\n', 3, 'PORT must be a whole number'],
  ])('refuse %j with the line', (text, line, problem) => {
    writeFileSync(file, text);
    expect(() => configOf(read(), app)).toThrow(`${file}:${line}: ${problem}`);
  });

  it('do not blame the file for a bad value of the environment', () => {
    writeFileSync(file, 'PORT=1\n');
    expect(() => configOf(read({}, { PORT: 'abc' }), app)).toThrow(/^PORT must be/u);
  });
});

describe('a new configuration file', () => {
  it('explains every setting that can be in it, and sets none of its own accord', () => {
    const text = configurationText({});
    writeFileSync(file, text);
    const settings = read();
    const named = VARIABLES.filter((name) => SETTINGS[name].only === undefined);
    expect(named.filter((name) => !text.includes(`\n#${name}=`))).toEqual([]);
    expect(VARIABLES.filter((name) => settings.sourceOf(name) === 'file')).toEqual([]);
    expect(text).not.toMatch(/[[\]`]/u);
  });

  it('has examples that are accepted', () => {
    const examples = configurationText({})
      .split('\n')
      .filter((line) => /^#[A-Z_]+=./u.test(line));
    writeFileSync(file, examples.map((line) => line.slice(1)).join('\n'));
    expect(() => configOf(read(), app)).not.toThrow();
  });

  it('is read as what was chosen, whatever the characters', () => {
    const names = VARIABLES.filter((name) => SETTINGS[name].only === undefined);
    const text = fc
      .string({ minLength: 1, maxLength: 40, unit: 'binary' })
      .map((value) => value.replaceAll(/[\n\r\0]/gu, '').trim())
      .filter((value) => value !== '' && !(value.includes("'") && value.includes('`')));
    const chosen = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), text), { selector: ([name]) => name })
      .map((pairs): Partial<Record<VariableName, string>> => Object.fromEntries(pairs));
    fc.assert(
      fc.property(chosen, (settings) => {
        writeFileSync(file, configurationText(settings));
        const found = readSettings(app, {}, { LOOOP_SCIM_DATA: directory });
        for (const [name, value] of Object.entries(settings)) expect(found.environment[name]?.trim()).toBe(value);
      }),
      { numRuns: 200 },
    );
  });
});
