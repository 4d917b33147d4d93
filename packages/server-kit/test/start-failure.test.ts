import { describe, expect, it } from 'vitest';
import { explainStartFailure } from '../src/lifecycle/start-failure.ts';
import { DatabaseNotBackedUp, DatabaseTooNew } from '@looop-scim/storage-sqlite';
import { readConfig as read } from '../src/settings/config.ts';
import type { Environment } from '../src/settings/environment.ts';
import { placeOf, withoutCredentials } from '../src/settings/store.ts';
import { server } from './support/app.ts';

const readConfig = (environment: Environment) => read(environment, server);

const explain = (message: string, environment: Record<string, string>): string =>
  explainStartFailure(new Error(message), readConfig(environment), server);

describe('explainStartFailure', () => {
  it('names the variable that says where the data is', () => {
    expect(explain('full', { LOOOP_SCIM_DATA: '/srv' })).toBe('Cannot start with LOOOP_SCIM_DATA /srv: full');
    expect(explain('full', { LOOOP_SCIM_STORE: 'sqlite:/db/scim' })).toBe(
      'Cannot start with LOOOP_SCIM_STORE sqlite:/db/scim: full',
    );
    expect(explain('no answer', { LOOOP_SCIM_STORE: 'mongodb://db.example' })).toBe(
      'Cannot start with LOOOP_SCIM_STORE: no answer',
    );
  });

  it('says which port is in use', () => {
    const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE' });
    expect(explainStartFailure(taken, readConfig({ PORT: '81' }), server)).toContain('PORT 81 on 127.0.0.1 is in use');
  });

  it('says what to do when the backup before an upgrade cannot be made, and when the program is too old', () => {
    const line = (error: Error) => explainStartFailure(error, readConfig({}), server);
    const facts = { path: '/srv/scim.sqlite', from: 7, to: 9, reason: 'There is no space for a copy in /srv/backups' };
    expect(line(new DatabaseNotBackedUp(facts))).toMatch(/no space.*Make room.*LOOOP_SCIM_UPGRADE_BACKUPS=0/u);
    const tooNew = new DatabaseTooNew({
      path: '/srv/scim.sqlite',
      found: 10,
      known: 9,
      backup: '/srv/backups/b.sqlite',
    });
    expect(line(tooNew)).toMatch(/restore the backup.*b\.sqlite.*operator restore FILE$/u);
  });

  it('repeats no credentials, whatever the driver says', () => {
    const url = 'mongodb://looop:Kw7%21pass@db.example/scim?appName=a@b';
    expect(explain(`bad URL ${url} (Kw7!pass, Kw7%21pass)`, { LOOOP_SCIM_STORE: url })).toBe(
      'Cannot start with LOOOP_SCIM_STORE: bad URL mongodb://***@db.example/scim?appName=a@b (***, ***)',
    );
  });
});

describe('withoutCredentials', () => {
  it.each([
    ['mongodb://me:a/b?c@d@db.example/scim', 'a/b?c@d'],
    ['mongodb://me:%zz@db.example', '%zz'],
    ['mongodb+srv://me:w%C3%B6rd@db.example/?authSource=admin', 'wörd'],
  ])('%s: hides %s', (url, password) => {
    expect(withoutCredentials(`URL ${url}, password ${password}`, url)).not.toContain(password);
  });

  it('leaves a text alone when there are none', () => {
    expect(withoutCredentials('mongodb://db.example does not answer', 'mongodb://db.example/?appName=x')).toBe(
      'mongodb://db.example does not answer',
    );
    expect(withoutCredentials('The database is locked', '')).toBe('The database is locked');
  });
});

describe('placeOf', () => {
  it.each([
    ['mongodb://me:a/b@c@db1.example,db2.example/scim?replicaSet=rs0', 'MongoDB db1.example,db2.example/scim'],
    ['mongodb://db.example', 'MongoDB db.example'],
    ['sqlite:/db/scim.sqlite', 'SQLite /db/scim.sqlite'],
  ])('%s is %s', (store, place) => {
    expect(placeOf(readConfig({ LOOOP_SCIM_STORE: store }).store)).toBe(place);
  });
});
