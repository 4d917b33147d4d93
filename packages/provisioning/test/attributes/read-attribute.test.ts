// The JSON form of an own attribute: what may be left out, and what is refused of it.
import * as Result from 'effect/Result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeFaultText } from '@looop-scim/provisioning/attributes';
import { readAttribute } from '../../src/attributes/read-attribute.ts';
import { LOOOP, own, URN } from './support.ts';

const faultsOf = (json: unknown): readonly string[] => {
  const read = readAttribute(json);
  return Result.isFailure(read) ? read.failure.faults.map(attributeFaultText) : [];
};

describe('the JSON form of an own attribute', () => {
  it('needs a name alone: the rest is as RFC 7643 section 2.2 has it', () => {
    expect(own()).toEqual({
      ...{ schema: LOOOP, name: 'badge', type: 'string', multiValued: false, description: '', canonicalValues: [] },
      ...{ caseExact: false, mutability: 'readWrite', returned: 'default', lookedUp: false },
    });
    const nothing = { type: null, multiValued: null, description: null, canonicalValues: null, lookedUp: null };
    expect(own(nothing)).toEqual(own());
  });

  it('has each characteristic', () => {
    const whole = {
      ...{ schema: URN, name: 'levels', type: 'string', multiValued: true, description: 'Levels' },
      ...{ canonicalValues: ['a', 'b'], caseExact: true, mutability: 'immutable', returned: 'request', lookedUp: true },
    };
    expect(own(whole)).toEqual(whole);
  });

  it.each(['string', 'boolean', 'integer', 'decimal', 'dateTime', 'reference', 'binary'])(
    'of type %s compares exactly where the type does',
    (type) => {
      const isExact = type === 'reference' || type === 'binary';
      expect([own({ type }).caseExact, own({ type, caseExact: false }).caseExact]).toEqual([isExact, isExact]);
      expect(own({ type, caseExact: true }).caseExact).toBe(true);
    },
  );

  it.each<readonly [unknown, readonly string[]]>([
    [{}, ['name: must be a text']],
    [{ name: 5 }, ['name: must be a text']],
    [{ name: 'badge', schema: 5 }, ['schema: must be a text']],
    [
      { name: 'badge', type: 'complex' },
      ['type: must be one of string, boolean, integer, decimal, dateTime, reference, binary'],
    ],
    [{ name: 'badge', multiValued: 'yes' }, ['multiValued: must be true or false']],
    [{ name: 'badge', description: 5 }, ['description: must be a text']],
    [{ name: 'badge', canonicalValues: 'a' }, ['canonicalValues: must be a list of texts']],
    [{ name: 'badge', canonicalValues: ['a', 5] }, ['canonicalValues: must be a list of texts']],
    [{ name: 'badge', caseExact: 1 }, ['caseExact: must be true or false']],
    [{ name: 'badge', mutability: 'readOnly' }, ['mutability: must be one of readWrite, immutable']],
    [{ name: 'badge', returned: 'x' }, ['returned: must be one of always, default, request, never']],
    [{ name: 'badge', lookedUp: 'x' }, ['lookedUp: must be true or false']],
    [
      { multiValued: 1, lookedUp: 1 },
      ['name: must be a text', 'multiValued: must be true or false', 'lookedUp: must be true or false'],
    ],
    ['badge', ['name: must be an object']],
    [null, ['name: must be an object']],
    [[], ['name: must be an object']],
  ])('%j is refused with every fault', (json, faults) => expect(faultsOf(json)).toEqual(faults));

  it('may have no other members, and the first of those is named, shortly', () => {
    const [fault = ''] = faultsOf({ name: 'badge', [`x${'y'.repeat(100)}`]: 1 });
    expect(fault).toBe(
      `name: there is no member "x${'y'.repeat(63)}"; there may be schema, name, type, multiValued, description, ` +
        'canonicalValues, caseExact, mutability, returned, lookedUp',
    );
    // What every object inherits is no member of it.
    expect(faultsOf(Object.create({ name: 'badge' }))).toEqual(['name: must be a text']);
  });

  it('is read or refused, whatever it is, and what is read is read again as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (json, name) => {
        for (const one of [json, { name, type: json }, { name: 'badge', description: name }]) {
          const read = readAttribute(one);
          if (Result.isSuccess(read)) expect(readAttribute(read.success)).toEqual(read);
          else expect(read.failure.faults.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
