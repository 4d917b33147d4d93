// Bodies: JSON as application/scim+json or application/json, with any parameters (RFC 7644 sections 3.1 and 8.1).
import type { FastifyInstance } from 'fastify';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { InvalidSyntax } from '@looop-scim/scim';

/** The name of a fault in words: `PropertyNameExpected` is property name expected. */
const inWords = (name: string): string =>
  Array.from(name, (letter, index) => (index > 0 && letter !== letter.toLowerCase() ? ` ${letter}` : letter))
    .join('')
    .toLowerCase();

/** Explains why a text is no JSON, by place and kind of the first fault and never by its content. */
const explain = (text: string): InvalidSyntax => {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  const reason =
    first === undefined
      ? 'the body is not JSON'
      : `the body is not JSON (${inWords(printParseErrorCode(first.error))})`;
  return new InvalidSyntax({ reason, position: first?.offset ?? text.length });
};

/** Makes the server read JSON bodies up to a length; an empty body is undefined. */
export const registerContentTypes = (fastify: FastifyInstance, maxBodyBytes: number): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string', bodyLimit: maxBodyBytes },
    (_request, body, done) => {
      const text = String(body);
      if (text === '') return done(null, undefined);
      try {
        return done(null, JSON.parse(text));
      } catch {
        return done(explain(text), undefined);
      }
    },
  );
};
