import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({ host: '127.0.0.1', port: 8080, dataDirectory: './data', logLevel: 'info' });
    expect(readConfig({ HOST: '', PORT: ' ', LOG_LEVEL: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['https://scim.looop.example', 'https://scim.looop.example/scim/v2'],
    ['https://looop.example/eu/', 'https://looop.example/eu/scim/v2'],
    ['https://looop.example/eu/scim/v2', 'https://looop.example/eu/scim/v2'],
    ['http://127.0.0.1:9000/scim/v2//', 'http://127.0.0.1:9000/scim/v2'],
  ])('LOOOP_SCIM_PUBLIC_URL %s is the base %s', (url, base) => {
    expect(readConfig({ LOOOP_SCIM_PUBLIC_URL: url }).publicUrl).toBe(base);
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '1e3'],
    ['PORT', '0x50'],
    ['LOG_LEVEL', 'loud'],
    ['LOOOP_SCIM_TOKEN', 'x'.repeat(31)],
    ['LOOOP_SCIM_TOKEN', `${'x'.repeat(32)} y`],
    ['LOOOP_SCIM_TOKEN', `${'x'.repeat(32)}é`],
    ['LOOOP_SCIM_PUBLIC_URL', 'looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'ftp://looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://looop.example/?a=b'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://me:secret@looop.example'],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigurationError);
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  it('shows no token in its refusal', () => {
    expect(() => readConfig({ LOOOP_SCIM_TOKEN: 'too-short-secret' })).not.toThrow('too-short-secret');
  });
});
