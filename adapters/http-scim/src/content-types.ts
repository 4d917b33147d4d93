// Bodies: JSON as application/scim+json or application/json, with any parameters (RFC 7644 sections 3.1 and 8.1).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as Result from 'effect/Result';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { InvalidSyntax, UnsupportedContentCoding } from '@looop-scim/scim/errors';
import { UnreadBody } from '@looop-scim/provisioning';
import type { ScimPluginOptions } from './tenant.ts';

/** The name of a fault in words: ValueExpected is value expected. */
const inWords = (name: string): string =>
  Array.from(name, (letter, index) => (index > 0 && letter !== letter.toLowerCase() ? ` ${letter}` : letter))
    .join('')
    .toLowerCase();

/** Characters of the body that are shown before and behind a fault. */
const NEAR = 10;

/** Nothing is shown of a body that has one of these words. An escape counts too, since it may hide a word. */
const SECRETIVE = ['password', 'passwd', 'secret', 'token', '\\u'];

/** A few characters around a fault in its line; none of a body that may have a secret in it. */
const nearText = (text: string, offset: number): { readonly near?: string } => {
  const folded = text.toLowerCase();
  if (SECRETIVE.some((word) => folded.includes(word))) return {};
  const [before = ''] = text
    .slice(Math.max(0, offset - NEAR), offset)
    .split('\n')
    .slice(-1);
  const [behind = ''] = text.slice(offset, offset + NEAR).split('\n', 1);
  const near = `${before}${behind}`.trim();
  return near === '' ? {} : { near: near.toWellFormed() };
};

const placeIn = (text: string, offset: number): NonNullable<InvalidSyntax['text']> => {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1, ...nearText(text, offset) };
};

/** Explains why a text is not JSON, by place and kind of the first fault. */
const explain = (text: string): InvalidSyntax => {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The parser that finds places calls itself for each level of nesting.
    return new InvalidSyntax({ reason: 'the body is not JSON, and too deeply nested to say where; send flat JSON' });
  }
  const [first] = errors;
  const reason =
    first === undefined
      ? 'the body is not JSON'
      : `the body is not JSON (${inWords(printParseErrorCode(first.error))})`;
  const position = first?.offset ?? text.length;
  return new InvalidSyntax({ reason, position, text: placeIn(text, position) });
};

/** Hook: refuses bodies that would have to be decoded first, before they are read. RFC 9110 section 8.4. */
export const refuseContentCodings = async ({ headers }: FastifyRequest): Promise<void> => {
  const received = headers['content-encoding'];
  if (received === undefined || received.trim().toLowerCase() === 'identity') return;
  throw new UnsupportedContentCoding({ received });
};

/** Refuses what is not UTF-8, since two texts that are repaired may become the same; leaves out a byte order mark. RFC 8259 section 8.1. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body; undefined when it is not UTF-8. */
const textOf = (body: Uint8Array): string | undefined => {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
};

/** Reads a body. Fails: `InvalidSyntax` (no UTF-8, no JSON). An empty one is undefined. */
export const parseBody = (bytes: Uint8Array): Result.Result<unknown, InvalidSyntax> => {
  const text = textOf(bytes);
  if (text === undefined) return Result.fail(new InvalidSyntax({ reason: 'the body must be text in UTF-8' }));
  if (text === '') return Result.succeed(undefined);
  try {
    return Result.succeed(JSON.parse(text));
  } catch {
    return Result.fail(explain(text));
  }
};

/** Makes the server read JSON bodies up to a length; longer ones than `maxReadBytes` are left unread. */
export const registerContentTypes = (
  fastify: FastifyInstance,
  { maxBodyBytes, maxReadBytes = maxBodyBytes }: Pick<ScimPluginOptions, 'maxBodyBytes' | 'maxReadBytes'>,
): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'buffer', bodyLimit: maxBodyBytes },
    (_request, body: Buffer, done) => {
      if (body.length > maxReadBytes) return done(null, new UnreadBody(body));
      const parsed = parseBody(body);
      return Result.isSuccess(parsed) ? done(null, parsed.success) : done(parsed.failure, undefined);
    },
  );
};
