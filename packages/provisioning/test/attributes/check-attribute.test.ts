// Which own attributes an organisation may have beside the others.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import type { AttributeDefinitions } from '@looop-scim/provisioning/attributes';
import { checkAttribute } from '../../src/attributes/check-attribute.ts';
import { isOwnUrn, standsInTheWay } from '../../src/attributes/own-urn.ts';
import { definitions, kept, LOOOP, own, URN } from './support.ts';

/** The faults of an attribute beside others, as kinds of characteristics. */
const faultsOf = (given: object, others: AttributeDefinitions = definitions()): readonly string[] => {
  const checked = checkAttribute(own(given), others);
  return Result.isFailure(checked) ? checked.failure.faults.map(({ at, kind }) => `${at} ${kind}`) : [];
};

const reasonOf = (given: object, others?: AttributeDefinitions): string | undefined => {
  const checked = checkAttribute(own(given), others ?? definitions());
  return Result.isFailure(checked) ? checked.failure.faults[0]?.reason : undefined;
};

const many = (count: number, given: (index: number) => object) =>
  definitions(...Array.from({ length: count }, (_, index) => kept({ name: `own${index}`, ...given(index) })));

describe('the name of an own attribute', () => {
  it.each(['b', 'B', 'z', 'Z', 'zebra', 'ZZ', 'a0', 'a9', 'a-b_c', 'a'.repeat(64)])('may be %s', (name) => {
    expect(faultsOf({ name })).toEqual([]);
  });

  it.each(['', '1a', '-a', '_a', 'a b', 'a.b', 'a:b', 'ä', 'aé', 'a[', 'a`', 'a@', 'a/', 'a{', 'a\u0000', 'a'.repeat(65)])(
    'may not be %j',
    (name) => {
      expect(faultsOf({ name })).toEqual(['name name']);
      expect(reasonOf({ name })).toBe('a name has 1 to 64 letters, digits, - and _, a letter first');
    },
  );

  it.each(['constructor', 'TOSTRING', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString'])(
    'may not be %s, which every object of a program has',
    (name) => expect([faultsOf({ name }), reasonOf({ name })]).toEqual([['name name'], 'the name is reserved']),
  );

  it.each([
    ['id', 'id'],
    ['SCHEMAS', 'schemas'],
    ['externalid', 'externalId'],
    ['meta', 'meta'],
    ['title', 'urn:ietf:params:scim:schemas:core:2.0:User:title'],
    ['costcenter', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter'],
    ['AREA', `${LOOOP}:area`],
  ])('may not be %s, whatever the extension: %s has it', (name, holder) => {
    for (const schema of [LOOOP, URN]) {
      expect(faultsOf({ name, schema })).toEqual(['name taken']);
      expect(reasonOf({ name, schema })).toBe(`${holder} has the name already, in this case or another`);
    }
  });

  it('may not be that of another own attribute, in any case; that of itself it keeps', () => {
    const others = definitions(kept({ name: 'Badge', schema: URN }));
    expect(faultsOf({ name: 'bADGE' }, others)).toEqual(['name taken']);
    expect(reasonOf({ name: 'bADGE' }, others)).toContain(`${URN} has the name already`);
    expect(faultsOf({ name: 'Badge', schema: URN, description: 'other' }, others)).toEqual([]);
  });
});

describe('the URN of an extension', () => {
  it.each([
    'urn:acme:x',
    'URN:ac:X',
    'urn:a-b:scim:1.0:User',
    'urn:a1:x.y_z-0',
    'urn:zz:x',
    'urn:99:x',
    'urn:acme:a:b',
    'urn:AZ:az',
    'urn:09:Z9',
    `urn:${'a'.repeat(32)}:x`,
    `urn:acme:${'x'.repeat(191)}`,
    'urn:ietf:params:scim:schemas:extension:acme:2.0:User',
    'urn:ietf:params:other:x',
    'urn:acme:9',
  ])('may be %s', (urn) => expect([isOwnUrn(urn), faultsOf({ schema: urn })]).toEqual([true, []]));

  it.each([
    '',
    'urn',
    'urn:',
    'urn:acme',
    'urn:acme:',
    'urn:a:x',
    'urn::x',
    'acme:x:y',
    'xrn:acme:x',
    `urn:${'a'.repeat(33)}:x`,
    `urn:acme:${'x'.repeat(192)}`,
    'urn:-acme:x',
    'urn:ac_me:x',
    'urn:ac.me:x',
    'urn:acmé:x',
    'urn:acme:x.',
    'urn:acme:x:',
    'urn:acme:x-',
    'urn:acme:x_',
    'urn:acme:x y',
    'urn:acme:x/y',
    'urn:acme:é',
    'urn:acme:x[',
    'urn:acme:x`y',
    'urn:acme:x@y',
    'urn:acme:x{y',
    'urn:ietf:params:scim:schemas:core:2.0:Other',
    'urn:IETF:params:scim:api:x',
  ])('may not be %j', (urn) => {
    expect([isOwnUrn(urn), faultsOf({ schema: urn })]).toEqual([false, ['schema urn']]);
    expect(reasonOf({ schema: urn })).toContain('must be a URN of at most 200 letters, digits and . : - _');
  });

  it('may not be one that the server ships, in any case, but for the one of Looop', () => {
    for (const schema of ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', LOOOP.toLowerCase()]) {
      expect(faultsOf({ schema })).toEqual(['schema taken']);
      expect(reasonOf({ schema })).toBe(`only ${LOOOP} and URNs of your own take further attributes`);
    }
    expect(faultsOf({ schema: LOOOP })).toEqual([]);
  });

  it('is spelled as the organisation has spelled it first', () => {
    const others = definitions(kept({ name: 'other', schema: URN }));
    expect(reasonOf({ schema: URN.toUpperCase() }, others)).toBe(`the organisation spells this URN ${URN}`);
    expect(faultsOf({ schema: URN.toUpperCase() }, others)).toEqual(['schema taken']);
    expect(faultsOf({ schema: URN }, others)).toEqual([]);
  });

  it('may not be one whose paths could be taken for those of another', () => {
    const others = definitions(kept({ name: 'other', schema: URN }));
    for (const schema of [`${URN}:x`, 'urn:acme:scim:1.0', 'urn:acme:scim', `${LOOOP}:x`, `${URN}.x`]) {
      expect(faultsOf({ schema }, others)).toEqual(['schema taken']);
      expect(reasonOf({ schema }, others)).toContain('attribute paths could not be told from those of urn:');
    }
    for (const schema of [`${URN}s`, `${URN}-x`, 'urn:acme:sci'])
      expect(faultsOf({ schema }, others)).toEqual([]);
  });

  it.each([
    ['urn:a:b', 'urn:a:b:c', true],
    ['urn:a:b:c', 'urn:a:b', true],
    ['urn:a:B', 'URN:A:b.c', true],
    ['urn:a:b', 'urn:a:bc', false],
    ['urn:a:b', 'urn:a:c', false],
    ['urn:a:b', 'urn:a:b', false],
  ])('%s stands in the way of %s: %s', (known, wanted, isInTheWay) =>
    expect(standsInTheWay(known, wanted)).toBe(isInTheWay),
  );

  it('is one of five at most, beside the one of Looop', () => {
    const urn = (index: number) => ({ schema: `urn:acme:x${index}` });
    expect(faultsOf({ schema: 'urn:acme:other' }, many(4, urn))).toEqual([]);
    const five = many(5, urn);
    expect(faultsOf({ schema: 'urn:acme:other' }, five)).toEqual(['schema bound']);
    expect(reasonOf({ schema: 'urn:acme:other' }, five)).toBe('an organisation has at most 5 extensions of its own');
    for (const schema of ['urn:acme:x0', LOOOP]) expect(faultsOf({ schema }, five)).toEqual([]);
    const four = definitions(...many(4, urn).attributes, kept({ name: 'ofLooop' }));
    expect(faultsOf({ schema: 'urn:acme:other' }, four)).toEqual([]);
  });
});

describe('canonical values', () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

  it.each<readonly [readonly string[], object, readonly string[]]>([
    [[], { type: 'integer' }, []],
    [['a', 'b'], {}, []],
    [['a'], { type: 'integer' }, ['canonicalValues type']],
    [values(200), {}, []],
    [values(201), {}, ['canonicalValues bound']],
    [['x'.repeat(128)], {}, []],
    [['x'.repeat(129)], {}, ['canonicalValues bound']],
    [['a', ' '], {}, ['canonicalValues bound']],
    [['a', ''], {}, ['canonicalValues bound']],
    [['a\u0000'], {}, ['canonicalValues bound']],
    [['a\ud800'], {}, ['canonicalValues bound']],
    [['a', 'A'], {}, ['canonicalValues taken']],
    [['a', 'A'], { caseExact: true }, []],
    [['a', 'a'], { caseExact: true }, ['canonicalValues taken']],
  ])('%j with %j: %j', (canonicalValues, given, faults) =>
    expect(faultsOf({ ...given, canonicalValues })).toEqual(faults));

  it('are refused with a reason', () => {
    const reasons = [{ type: 'integer', canonicalValues: ['a'] }, { canonicalValues: values(201) }, { canonicalValues: [''] }, { canonicalValues: ['a', 'a'] }];
    expect(reasons.map((given) => reasonOf(given))).toEqual([
      'only an attribute of type string has canonical values',
      'there are at most 200 canonical values',
      'a canonical value has 1 to 128 characters and is not blank',
      'two canonical values are the same',
    ]);
  });
});

describe('further characteristics', () => {
  it('a description has 500 characters at most', () => {
    expect(faultsOf({ description: 'x'.repeat(500) })).toEqual([]);
    for (const description of ['x'.repeat(501), 'a\u0000', 'a\udc00'])
      expect(faultsOf({ description })).toEqual(['description bound']);
    expect(reasonOf({ description: 'x'.repeat(501) })).toBe('has at most 500 characters');
  });

  it('users are looked up by texts alone, and by ten at most', () => {
    expect(reasonOf({ lookedUp: true, type: 'integer' })).toBe('users are looked up by attributes of type string alone');
    expect(faultsOf({ lookedUp: true, type: 'integer' })).toEqual(['lookedUp type']);
    expect(faultsOf({ lookedUp: true }, many(9, () => ({ lookedUp: true })))).toEqual([]);
    const ten = many(10, () => ({ lookedUp: true }));
    expect(faultsOf({ lookedUp: true }, ten)).toEqual(['lookedUp bound']);
    expect(reasonOf({ lookedUp: true }, ten)).toBe('users are looked up by at most 10 own attributes');
    expect(faultsOf({}, ten)).toEqual([]);
    // One of the ten stays.
    expect(faultsOf({ name: 'own3', lookedUp: true, description: 'other' }, ten)).toEqual([]);
    expect(faultsOf({ lookedUp: true }, many(12, (index) => ({ lookedUp: index < 9 })))).toEqual([]);
  });

  it('an organisation has a hundred attributes of its own at most', () => {
    expect(faultsOf({}, many(99, () => ({})))).toEqual([]);
    const all = many(100, () => ({}));
    expect(faultsOf({}, all)).toEqual(['name bound']);
    expect(reasonOf({}, all)).toBe('an organisation has at most 100 own attributes');
    expect(faultsOf({ name: 'own7', description: 'other' }, all)).toEqual([]);
  });

  it('every fault is told at once', () => {
    const given = { name: '1', schema: 'x', canonicalValues: [''], description: 'x'.repeat(501), lookedUp: true, type: 'integer' };
    expect(faultsOf(given)).toEqual([
      ...['name name', 'schema urn', 'canonicalValues type', 'canonicalValues bound', 'description bound', 'lookedUp type'],
    ]);
  });
});
