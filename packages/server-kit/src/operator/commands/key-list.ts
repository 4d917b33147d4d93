// operator key list
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { PlatformKey } from '@looop-scim/provisioning';
import { minuteOf, stateOf } from '../columns.ts';
import { print, type Session } from '../session.ts';

const lineOf = (key: PlatformKey): string =>
  [
    key.fingerprint,
    stateOf(key, Date.now()),
    `scopes ${key.scopes.join(',')}`,
    `created ${minuteOf(key.created)}`,
    `expires ${minuteOf(key.expires)}`,
    `last used ${minuteOf(key.lastUsed)}`,
    ...(key.label === undefined ? [] : [`label ${key.label}`]),
  ].join('  ');

/** Lists the platform keys of an organisation, one a line, newest first. */
export const listKeysCommand = ({ work }: Session): Command =>
  new Command('list')
    .argument('<name>')
    .description('list the platform keys of an organisation by fingerprint, with their scopes and last use')
    .action(async (name: string) => {
      const lines = (await work(({ keys }) => Effect.runPromise(keys.listKeys(name)))).map(lineOf);
      if (lines.length > 0) print(...lines);
    });
