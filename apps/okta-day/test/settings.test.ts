import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultUrl, settle, UsageError } from '../src/settings.ts';
import type { Flags } from '../src/settings.ts';

const flags: Flags = { app: 'both', verbose: false, http: false };
const demoFile = (path: string): string | undefined =>
  path === join('data', 'demo-token') ? 'looop_demo\n' : undefined;
const noFile = (): undefined => undefined;

describe('settle', () => {
  it('takes the local demo server and the token that it keeps, when nothing is said', () => {
    expect(settle(flags, {}, demoFile)).toEqual({ baseUrl: defaultUrl, token: 'looop_demo', apps: ['oin', 'aiw'] });
  });

  it('looks for the demo token in the data directory of the server', () => {
    const elsewhere = (path: string): string | undefined =>
      path === join('/srv/scim', 'demo-token') ? 'looop_other' : undefined;
    expect(settle(flags, { LOOOP_SCIM_DATA: '/srv/scim' }, elsewhere).token).toBe('looop_other');
  });

  it('prefers an argument to the environment, and the environment to the file', () => {
    const environment = { LOOOP_SCIM_URL: 'https://env.example/scim/v2', LOOOP_SCIM_TOKEN: 'from-env' };
    expect(settle(flags, environment, demoFile)).toMatchObject({
      baseUrl: 'https://env.example/scim/v2',
      token: 'from-env',
    });
    const typed = { ...flags, url: 'https://arg.example/scim/v2', token: 'from-arg' };
    expect(settle(typed, environment, demoFile)).toMatchObject({
      baseUrl: 'https://arg.example/scim/v2',
      token: 'from-arg',
    });
  });

  it('treats empty variables as absent', () => {
    expect(settle(flags, { LOOOP_SCIM_URL: '', LOOOP_SCIM_TOKEN: '', LOOOP_SCIM_DATA: '' }, demoFile).token).toBe(
      'looop_demo',
    );
  });

  it.each(['https://scim.example/scim/v2/', 'https://scim.example/scim/v2///'])(
    'takes slashes off the end of %s',
    (url) => {
      expect(settle({ ...flags, url, token: 't' }, {}, noFile).baseUrl).toBe('https://scim.example/scim/v2');
    },
  );

  it.each([' looop_x \n', 'Bearer looop_x', 'bearer  looop_x'])('takes the token out of %j', (token) => {
    expect(settle({ ...flags, token }, {}, noFile).token).toBe('looop_x');
  });

  it('plays one kind of app when asked', () => {
    expect(settle({ ...flags, app: 'aiw', token: 't' }, {}, noFile).apps).toEqual(['aiw']);
  });

  it.each([
    'ftp://scim.example',
    'scim.example/scim/v2',
    'https://scim.example/?a=b',
    'https://user:secret@scim.example/scim/v2',
  ])('refuses the URL %s', (url) => {
    expect(() => settle({ ...flags, url, token: 't' }, {}, noFile)).toThrow(UsageError);
  });

  it.each(['two words', 'with\nbreak', 'ünïcode'])('refuses the token %j without repeating it', (token) => {
    const attempt = (): unknown => settle({ ...flags, token }, {}, noFile);
    expect(attempt).toThrow(UsageError);
    expect(attempt).not.toThrow(token);
  });

  it('says how to get a token when there is none', () => {
    expect(() => settle(flags, {}, noFile)).toThrow(/LOOOP_SCIM_TOKEN/u);
    expect(() => settle(flags, {}, noFile)).toThrow(/npx -y pnpm@12\.21\.0 start/u);
  });

  it.each(['https://scim.example/scim/v2', 'http://10.0.0.5:8080/scim/v2', 'http://127.example/scim/v2'])(
    'never offers the demo token to %s',
    (url) => {
      expect(() => settle({ ...flags, url }, {}, demoFile)).toThrow(/No token for/u);
    },
  );
});
