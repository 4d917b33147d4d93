// operator token unknown
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { UnknownToken } from '@looop-scim/provisioning';
import { countOf, minuteOf } from '../columns.ts';
import { print, remark, type Session } from '../session.ts';

const lineOf = ({ fingerprintPrefix, hasTokenPrefix, length, count, first, last }: UnknownToken): string =>
  [
    fingerprintPrefix,
    countOf(count, 'request'),
    `first ${minuteOf(first)}`,
    `last ${minuteOf(last)}`,
    countOf(length, 'character'),
    hasTokenPrefix ? 'looks like a token of ours' : 'does not look like a token of ours',
  ].join('  ');

/** Lists the tokens that requests came with and that nobody issued, the most recent first. */
export const unknownTokensCommand = ({ work }: Session): Command =>
  new Command('unknown')
    .description(
      'list the tokens that requests came with and that nobody issued, by the first 8 digits of their SHA-256 ' +
        '(printf %s TOKEN | sha256sum): mistyped, cut off, or of another installation',
    )
    .action(async () => {
      const tokens = await work(({ unknownTokens }) => Effect.runPromise(unknownTokens.list()));
      if (tokens.length > 0) print(...tokens.map(lineOf));
      else remark('No request came with a token that nobody issued');
    });
