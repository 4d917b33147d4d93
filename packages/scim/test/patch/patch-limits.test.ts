// What one PATCH may cost and make, whatever its operations are.
import { describe, expect, it } from 'vitest';
import { userType } from '../support/standard-types.ts';
import { patched, refusal } from '../support/apply-operations.ts';

const user = (document: object = {}) => ({ type: userType, document: { userName: 'ana', ...document } });

describe('PATCH: how much work a request may cause', () => {
  const many = Array.from({ length: 1000 }, (_none, index) => ({ value: `${index}@acme.example` }));
  const given = user({ emails: many });
  const tooMuch = {
    _tag: 'PayloadTooLarge',
    limit: 'work',
    maximum: 500_000,
  };
  const times = (count: number, operation: Parameters<typeof patched>[1]) =>
    Array.from({ length: count }, () => operation);

  it('counts the elements of a list once an operation', () => {
    const nothing = { op: 'remove', path: 'emails', value: null } as const;
    expect(patched(given, ...times(500, nothing))['emails']).toHaveLength(1000);
    expect(refusal(given, ...times(501, nothing))).toMatchObject(tooMuch);
  });

  it('counts them once however many elements an add names', () => {
    const value = Array.from({ length: 600 }, (_none, index) => ({ value: `${index}@home.example` }));
    expect(patched(given, { op: 'add', path: 'emails', value })['emails']).toHaveLength(1600);
  });

  it('counts them for each element that a remove lists', () => {
    const remove = (count: number) => ({
      op: 'remove' as const,
      path: 'emails',
      value: Array.from({ length: count }, () => ({ type: 'work' })),
    });
    const alike = user({ emails: many.map(({ value }) => ({ value, type: 'work' })) });
    expect(patched(alike, remove(500))['emails']).toBeUndefined();
    expect(refusal(alike, remove(501))).toMatchObject(tooMuch);
  });

  it('counts them for each 32 characters of a path, begun ones too', () => {
    const remove = (length: number) => {
      const path = `emails[value eq "${'x'.repeat(length - 19)}"]`;
      expect(path).toHaveLength(length);
      return { op: 'remove', path } as const;
    };
    expect(patched(given, ...times(2, remove(8000)))['emails']).toHaveLength(1000);
    expect(refusal(given, ...times(2, remove(8001)))).toMatchObject(tooMuch);
  });

  describe('counts a long value as many', () => {
    /** As much as 1000 short values. */
    const long = user({ emails: [{ value: 'x'.repeat(128_000) }] });

    it.each([
      ['an add', { op: 'add', path: 'emails', value: [{ value: 'ana' }] }],
      ['a remove that lists elements', { op: 'remove', path: 'emails', value: [{ value: 'ana' }] }],
      ['a filter', { op: 'remove', path: 'emails[value co "ana"]' }],
      ['a sub-attribute', { op: 'replace', path: 'emails[value co "ana"].type', value: null }],
    ] as const)('for %s', (_title, operation) => {
      expect(patched(long, ...times(400, operation))['emails']).toBeDefined();
      expect(refusal(long, ...times(501, operation))).toMatchObject(tooMuch);
    });

    it('for each element that a remove lists', () => {
      const operation = { op: 'remove', path: 'emails', value: [{ value: 'ana' }, { value: 'ben' }] } as const;
      expect(patched(long, ...times(250, operation))['emails']).toHaveLength(1);
      expect(refusal(long, ...times(251, operation))).toMatchObject(tooMuch);
    });

    it('in the list of a remove, too', () => {
      const operation = { op: 'remove', path: 'emails', value: [{ value: 'x'.repeat(64_000) }] } as const;
      expect(patched(given, operation)['emails']).toHaveLength(1000);
      expect(refusal(given, operation, operation)).toMatchObject(tooMuch);
    });

    it('but not as their product where both are long', () => {
      const value = [{ value: 'y'.repeat(128_000) }];
      expect(patched(long, { op: 'remove', path: 'emails', value })['emails']).toHaveLength(1);
    });
  });
});

describe('PATCH: how large a resource may become', () => {
  const tooLarge = { _tag: 'PayloadTooLarge', limit: 'resource', maximum: 1_048_576 };
  const add = (length: number) =>
    ({ op: 'add', path: 'emails', value: [{ value: 'x'.repeat(length), type: 'work' }] }) as const;
  const taken = 'anawork'.length;

  it('ends at a million characters, over all attributes', () => {
    const titled = user({ title: 'x'.repeat(500_000), active: true });
    expect(patched(titled, add(1_048_576 - 500_000 - taken))['emails']).toHaveLength(1);
    expect(refusal(titled, add(1_048_577 - 500_000 - taken))).toMatchObject(tooLarge);
  });

  it('keeps one that was larger, and lets it shrink', () => {
    const large = user({ emails: [{ value: 'x'.repeat(2_000_000) }], title: 'Coach' });
    expect(patched(large, { op: 'replace', path: 'title', value: 'Guide' })['title']).toBe('Guide');
    expect(patched(large, { op: 'replace', path: 'emails[value pr].type', value: null })['emails']).toHaveLength(1);
    expect(patched(large, { op: 'remove', path: 'title' })['title']).toBeUndefined();
    expect(refusal(large, { op: 'replace', path: 'title', value: 'Trainer' })).toMatchObject(tooLarge);
  });

  it('is found before one text has been written into many elements', () => {
    const emails = Array.from({ length: 1000 }, (_none, index) => ({ value: `${index}` }));
    const operation = { op: 'replace', path: 'emails.display', value: 'x'.repeat(900_000) } as const;
    expect(refusal(user({ emails }), operation)).toMatchObject(tooLarge);
  });
});
