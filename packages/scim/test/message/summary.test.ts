// What a log or a record keeps of a failure, and where in a text a fault is said to be.
import { describe, expect, it } from 'vitest';
import * as errors from '../../src/errors.ts';
import { errorSummary } from '../../src/message/error-response.ts';
import { textPlace } from '../../src/message/phrases.ts';
import { SHOWN, WITHOUT_VALUES } from '../../src/message/show.ts';

describe('errorSummary', () => {
  it('has the kind, the scimType where there is one, and the detail without what was sent', () => {
    const summary = errorSummary(
      new errors.Uniqueness({ resourceType: 'User', attribute: 'userName', value: 'ana@acme.example' }),
    );
    expect(summary).toMatchObject({ kind: 'Uniqueness', scimType: 'uniqueness' });
    expect(summary.detail).toContain('userName');
    expect(summary.detail).not.toContain('ana@acme.example');
  });

  it('has no scimType where the failure has none', () => {
    const summary = errorSummary(new errors.TooManyRequests({ retryAfterSeconds: 1 }));
    expect(summary).toEqual({ kind: 'TooManyRequests', detail: expect.stringContaining('1 second.') });
    expect('scimType' in summary).toBe(false);
  });
});

describe('textPlace', () => {
  it.each([
    [{ line: 2, column: 7 }, undefined, ' at line 2, column 7'],
    [{ line: 2, column: 7 }, 11, ' at line 2, column 7 (character 12)'],
    [{ line: 1, column: 1, near: 'x' }, 0, ' at line 1, column 1 (character 1), near "x"'],
  ])('%j', (place, offset, expected) => {
    expect(textPlace(place, offset, SHOWN)).toBe(expected);
  });

  it('leaves the characters out of a log', () => {
    expect(textPlace({ line: 1, column: 1, near: 'secret' }, 0, WITHOUT_VALUES)).not.toContain('secret');
  });
});

describe('what is shown of a client', () => {
  it.each([
    ['name.givenName', 'name.givenName'],
    ['/Users', '/Users'],
    ['urn:ietf:params:scim:x', 'urn:ietf:params:scim:x'],
    ['ana pop', '"..."'],
    ['', '"..."'],
  ])('an attribute %j is %s in a log', (sent, shown) => {
    expect(WITHOUT_VALUES.attribute(sent)).toBe(shown);
    expect(WITHOUT_VALUES.name(sent)).toBe(shown === '"..."' ? shown : `"${shown}"`);
    expect(WITHOUT_VALUES.value(sent)).toBe('"..."');
  });

  it('a client is shown what it sent', () => {
    expect([SHOWN.value('x'), SHOWN.name('a b'), SHOWN.attribute('title'), SHOWN.attribute('a b')]).toEqual([
      '"x"',
      '"a b"',
      'title',
      '"a b"',
    ]);
  });
});
