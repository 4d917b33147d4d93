import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readConfig as read, settingsWithoutEffect, unreachableLocations } from '../src/settings/config.ts';
import { ConfigurationError, type Environment } from '../src/settings/environment.ts';
import { refusePlainHttp } from '../src/settings/tls.ts';
import { server } from './support/app.ts';

const readConfig = (environment: Environment) => read(environment, server);

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      people: { auditDays: 365, identityProviderNetworks: [] },
      port: 8080,
      dataDirectory: './data',
      store: { kind: 'sqlite', path: 'data/looop-scim.sqlite', upgradeBackups: 3 },
      logLevel: 'info',
      isSetUp: false,
      retention: { activityDays: 90, eventDays: 30, lastProfileHours: 24 },
      webhooks: { networks: [], deliveryDays: 7 },
      requestLimits: {
        token: { perSecond: 200, burst: 1000, inFlight: 100 },
        organisation: { perSecond: 500, burst: 2500, inFlight: 250 },
        failed: { perSecond: 10, burst: 100 },
      },
      trustedProxies: ['loopback'],
      connections: { stalledMs: 30_000, maxUnreadBytes: 67_108_864, closingMs: 1000 },
      work: {
        workers: Math.min(8, Math.max(2, availableParallelism() - 1)),
        limits: { maxRows: 2_000_000, maxCharacters: 67_108_864, maxSeconds: 30 },
      },
    });
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
    ['LOOOP_SCIM_ACTIVITY_DAYS', '-1'],
    ['LOOOP_SCIM_ACTIVITY_DAYS', '36501'],
    ['LOOOP_SCIM_EVENT_DAYS', 'never'],
    ['LOOOP_SCIM_LAST_PROFILE_HOURS', '-1'],
    ['LOOOP_SCIM_WEBHOOK_NETWORKS', '10.0.0.1'],
    ['LOOOP_SCIM_WEBHOOK_NETWORKS', 'internal'],
    ['LOOOP_SCIM_WEBHOOK_DELIVERY_DAYS', '0'],
    ['LOOOP_SCIM_RATE_LIMIT', '0'],
    ['LOOOP_SCIM_RATE_LIMIT', 'none'],
    ['LOOOP_SCIM_MAX_IN_FLIGHT', '0'],
    ['LOOOP_SCIM_TRUSTED_PROXIES', 'proxy.example'],
    ['LOOOP_SCIM_TRUSTED_PROXIES', '10.0.0.1,'],
    ['LOOOP_SCIM_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['LOOOP_SCIM_TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['LOOOP_SCIM_TRUSTED_PROXIES', '2001:db8::/129'],
    ['LOOOP_SCIM_TRUSTED_PROXIES', '10.0.0.0/'],
    ['LOOOP_SCIM_STALLED_SECONDS', '0'],
    ['LOOOP_SCIM_MAX_UNREAD_MIB', '0'],
    ['LOOOP_SCIM_CLOSING_SECONDS', '21'],
    ['LOOOP_SCIM_STORE', 'sqlite:'],
    ['LOOOP_SCIM_STORE', './data/scim.db'],
    ['LOOOP_SCIM_STORE', 'mongodb://'],
    ['LOOOP_SCIM_STORE', 'mongodb:/db.example'],
    ['LOOOP_SCIM_STORE', 'postgres://db.example/scim'],
    ['LOOOP_SCIM_MONGODB_POOL', '0'],
    ['LOOOP_SCIM_MONGODB_POOL', '1001'],
    ['LOOOP_SCIM_MONGODB_POOL', 'many'],
    ['LOOOP_SCIM_TOKEN', 'x'.repeat(31)],
    ['LOOOP_SCIM_PLATFORM_KEY', 'x'.repeat(31)],
    ['LOOOP_SCIM_TOKEN', `${'x'.repeat(32)} y`],
    ['LOOOP_SCIM_TOKEN', `${'x'.repeat(32)}é`],
    ['LOOOP_SCIM_PUBLIC_URL', 'looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'ftp://looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://looop.example/?a=b'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://me:secret@looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://https://looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https:/looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https:looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https:\\\\looop.example'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://looop.example /scim'],
    ['LOOOP_SCIM_PUBLIC_URL', 'https://looop.example/scim/v2/Users'],
    ['LOOOP_SCIM_PUBLIC_URL', 'http://0.0.0.0:8080'],
    ['LOOOP_SCIM_PUBLIC_URL', 'http://[::]:8080'],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigurationError);
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  it.each([
    'mongodb://db.example',
    'mongodb+srv://me:word@db.example/scim?tls=true',
    'mongodb://a:1,b:2/?replicaSet=r',
  ])('LOOOP_SCIM_STORE %s is on MongoDB', (url) => {
    expect(readConfig({ LOOOP_SCIM_STORE: url }).store).toEqual({ kind: 'mongodb', url, poolSize: 50 });
    const LOOOP_SCIM_MONGODB_POOL = '7';
    expect(readConfig({ LOOOP_SCIM_STORE: url, LOOOP_SCIM_MONGODB_POOL }).store).toMatchObject({ poolSize: 7 });
  });

  it('takes the database from the data directory unless LOOOP_SCIM_STORE names one', () => {
    expect(readConfig({ LOOOP_SCIM_DATA: '/srv' }).store).toMatchObject({
      kind: 'sqlite',
      path: '/srv/looop-scim.sqlite',
    });
    const named = readConfig({ LOOOP_SCIM_DATA: '/srv', LOOOP_SCIM_STORE: 'sqlite:/db/scim.sqlite' });
    expect(named).toMatchObject({ dataDirectory: '/srv', store: { kind: 'sqlite', path: '/db/scim.sqlite' } });
  });

  it('knows the stores of the app alone', () => {
    const single = { ...server, stores: ['sqlite'] as const, dataDirectory: '/srv' };
    expect(() => read({ LOOOP_SCIM_STORE: 'mongodb://db.example' }, single)).toThrow(
      /^LOOOP_SCIM_STORE must be sqlite:PATH$/u,
    );
    expect(read({}, single).store).toMatchObject({ kind: 'sqlite', path: '/srv/looop-scim.sqlite' });
  });

  it.each([{ LOOOP_SCIM_STORE: 'sqlite:/db/scim' }, { LOOOP_SCIM_PUBLIC_URL: 'https://looop.example' }])(
    'takes %j for an installation that is set up',
    (environment) => {
      expect(readConfig(environment).isSetUp).toBe(true);
    },
  );

  it('repeats no password of a public URL', () => {
    const url = 'https://me:secret-word@https://looop.example';
    expect(() => readConfig({ LOOOP_SCIM_PUBLIC_URL: url })).not.toThrow('secret-word');
    expect(() => readConfig({ LOOOP_SCIM_PUBLIC_URL: url })).toThrow('LOOOP_SCIM_PUBLIC_URL');
  });

  it('shows no password in its refusal', () => {
    expect(() => readConfig({ LOOOP_SCIM_STORE: 'mongo://me:secret-word@db.example' })).not.toThrow('secret-word');
  });

  it('shows no token in its refusal', () => {
    expect(() => readConfig({ LOOOP_SCIM_TOKEN: 'too-short-secret' })).not.toThrow('too-short-secret');
  });
});

describe('settingsWithoutEffect', () => {
  const without = (environment: Environment) => settingsWithoutEffect(environment, readConfig(environment));

  it('names an unknown variable with the one that was meant', () => {
    expect(without({ LOOOP_SCIM_PUBLC_URL: 'https://looop.example' })).toEqual([
      'LOOOP_SCIM_PUBLC_URL is not a setting and has no effect. Did you mean LOOOP_SCIM_PUBLIC_URL?',
    ]);
    expect(without({ looop_scim_store: 'sqlite:x' })[0]).toContain('Did you mean LOOOP_SCIM_STORE?');
    expect(without({ LOOOP_SCIM_MAXIMUM_OF_USERS: '3' })[0]).toContain(
      'There are: LOOOP_SCIM_CONFIG, LOOOP_SCIM_DATA, ',
    );
  });

  it('says nothing of settings, of those of other programs, or of other software', () => {
    const environment = { LOOOP_SCIM_DATA: '/srv', LOOOP_SCIM_URL: 'x', LOOOP_SCIM_TEST_MONGODB: 'x', LOOOP: 'x' };
    expect(without(environment)).toEqual([]);
  });

  it('names the pool of MongoDB where there is none', () => {
    expect(without({ LOOOP_SCIM_MONGODB_POOL: '7' })[0]).toContain('LOOOP_SCIM_MONGODB_POOL has no effect');
    expect(without({ LOOOP_SCIM_MONGODB_POOL: '7', LOOOP_SCIM_STORE: 'mongodb://db.example' })).toEqual([]);
  });
});

describe('unreachableLocations', () => {
  it.each(['0.0.0.0', '::'])('warns of HOST %s without a public URL', (host) => {
    expect(unreachableLocations({ host })[0]).toContain('LOOOP_SCIM_PUBLIC_URL');
    expect(unreachableLocations({ host, publicUrl: 'https://looop.example/scim/v2' })).toEqual([]);
  });

  it('leaves an address of its own alone', () => {
    expect(unreachableLocations({ host: '127.0.0.1' })).toEqual([]);
  });
});

describe('the files of TLS', () => {
  const files = { LOOOP_SCIM_TLS_CERT: '/etc/cert.pem', LOOOP_SCIM_TLS_KEY: '/etc/key.pem' };

  it('are both set or none', () => {
    expect(readConfig(files).tls).toEqual({ certificate: '/etc/cert.pem', key: '/etc/key.pem' });
    for (const missing of ['LOOOP_SCIM_TLS_CERT', 'LOOOP_SCIM_TLS_KEY']) {
      expect(() => readConfig({ ...files, [missing]: '' })).toThrow(`and ${missing} is not`);
    }
  });
});

describe('plain HTTP for other machines', () => {
  const isServed = (environment: Environment, plainHttp: 'everybody' | 'loopback' = 'loopback'): boolean => {
    try {
      refusePlainHttp(environment, readConfig(environment), { plainHttp });
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      return false;
    }
  };

  it.each([
    [{}, true],
    [{ HOST: 'localhost' }, true],
    [{ HOST: '127.0.0.9' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '::' }, false],
    [{ HOST: '10.0.0.7' }, false],
    [{ HOST: '127.example.com' }, false],
    [{ HOST: '10.0.0.7', LOOOP_SCIM_PUBLIC_URL: 'https://scim.example.com' }, false],
    [{ HOST: '10.0.0.7', LOOOP_SCIM_TRUSTED_PROXIES: '10.0.0.8' }, true],
    [{ HOST: '10.0.0.7', LOOOP_SCIM_INSECURE_HTTP: 'on' }, true],
    [{ HOST: '10.0.0.7', LOOOP_SCIM_INSECURE_HTTP: 'off' }, false],
    [{ HOST: '10.0.0.7', LOOOP_SCIM_INSECURE_HTTP: 'yes' }, false],
    [{ HOST: '10.0.0.7', LOOOP_SCIM_TLS_CERT: 'c', LOOOP_SCIM_TLS_KEY: 'k' }, true],
  ])('of an app that asks for TLS: %j is served: %s', (environment, served) => {
    expect(isServed(environment)).toBe(served);
  });

  it('is served by any other app', () => {
    expect(isServed({ HOST: '0.0.0.0' }, 'everybody')).toBe(true);
  });
});
