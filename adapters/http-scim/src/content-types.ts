// Bodies: JSON as application/scim+json or application/json, with any parameters (RFC 7644 sections 3.1 and 8.1).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { InvalidSyntax, UnsupportedContentCoding } from '@looop-scim/scim/errors';

/** The name of a fault in words: ValueExpected is value expected. */
const inWords = (name: string): string =>
  Array.from(name, (letter, index) => (index > 0 && letter !== letter.toLowerCase() ? ` ${letter}` : letter))
    .join('')
    .toLowerCase();

/** Explains why a text is no JSON, by place and kind of the first fault and never by its content. */
const explain = (text: string): InvalidSyntax => {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The parser that finds places calls itself for each level of nesting.
    return new InvalidSyntax({ reason: 'the body is not JSON, and too deeply nested to say where' });
  }
  const [first] = errors;
  const reason =
    first === undefined
      ? 'the body is not JSON'
      : `the body is not JSON (${inWords(printParseErrorCode(first.error))})`;
  return new InvalidSyntax({ reason, position: first?.offset ?? text.length });
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
const textOf = (body: Buffer): string | undefined => {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
};

/** Makes the server read JSON bodies up to a length; an empty body is undefined. */
export const registerContentTypes = (fastify: FastifyInstance, maxBodyBytes: number): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'buffer', bodyLimit: maxBodyBytes },
    (_request, body: Buffer, done) => {
      const text = textOf(body);
      if (text === undefined) return done(new InvalidSyntax({ reason: 'the body is not UTF-8' }), undefined);
      if (text === '') return done(null, undefined);
      try {
        return done(null, JSON.parse(text));
      } catch {
        return done(explain(text), undefined);
      }
    },
  );
};
