// operator token unknown
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { UnknownToken } from '@looop-scim/provisioning/ports';
import { isoOf, jsonLinesOption, tellEach, type AnswerOptions } from '../answer.ts';
import { countOf, minuteOf } from '../columns.ts';
import { remark, type Session } from '../session.ts';

const lineOf = ({ fingerprintPrefix, hasTokenPrefix, length, count, first, last }: UnknownToken): string =>
  [
    fingerprintPrefix,
    countOf(count, 'request'),
    `first ${minuteOf(first)}`,
    `last ${minuteOf(last)}`,
    countOf(length, 'character'),
    hasTokenPrefix ? 'looks like a token of ours' : 'does not look like a token of ours',
  ].join('  ');

const jsonOf = ({ first, last, ...token }: UnknownToken): object => ({
  ...token,
  first: isoOf(first),
  last: isoOf(last),
});

/** Lists the tokens that requests came with and that nobody issued, the most recent first. */
export const unknownTokensCommand = ({ work }: Session): Command =>
  new Command('unknown')
    .description(
      'list the tokens that requests came with and that nobody issued, by the first 8 digits of their SHA-256 ' +
        '(printf %s TOKEN | sha256sum): mistyped, cut off, or of another installation',
    )
    .addOption(jsonLinesOption())
    .action(async (options: AnswerOptions) => {
      const tokens = await work(({ unknownTokens }) => Effect.runPromise(unknownTokens.list()));
      tellEach(options, tokens, { lineOf, jsonOf });
      if (tokens.length === 0) remark('No request came with a token that nobody issued');
    });
