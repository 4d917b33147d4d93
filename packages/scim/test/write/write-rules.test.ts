import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { attributeNode } from '../../src/schema/attribute-node.ts';
import { attribute } from '../../src/schema/characteristics.ts';
import { compileResourceType } from '../../src/schema/resource-type.ts';
import { ENTERPRISE_USER_SCHEMA } from '../../src/schema/urns.ts';
import { diffDocuments } from '../../src/write/diff-documents.ts';
import { isSame, replaceDocument, replaceElements, visibleKey } from '../../src/write/replace-document.ts';
import { checkRequired } from '../../src/write/required.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { groupType, userType } from '../support/standard-types.ts';

const extension = {
  id: 'urn:example:extension:2.0:Key',
  name: 'Key',
  description: '',
  attributes: [attribute({ name: 'bits', type: 'integer', required: true })],
};

const lockType = compileResourceType(
  {
    name: 'Lock',
    description: '',
    endpoint: '/Locks',
    schema: 'urn:example:Lock',
    schemaExtensions: [{ schema: extension.id, required: true }],
  },
  {
    id: 'urn:example:Lock',
    name: 'Lock',
    description: '',
    attributes: [
      attribute({ name: 'serial', mutability: 'immutable' }),
      attribute({ name: 'pin', mutability: 'writeOnly', returned: 'never' }),
      attribute({ name: 'opened', type: 'integer', mutability: 'readOnly' }),
      attribute({
        name: 'door',
        type: 'complex',
        subAttributes: [
          { name: 'value', required: true },
          { name: 'side', mutability: 'immutable' },
          { name: 'floor' },
        ],
      }),
      attribute({
        name: 'keys',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value' },
          { name: 'used', type: 'integer', mutability: 'readOnly' },
          { name: 'secret', mutability: 'writeOnly' },
        ],
      }),
    ],
  },
  [extension],
);

const replaced = (current: object, incoming: object) =>
  Result.getOrThrow(replaceDocument(lockType, { ...current }, { ...incoming }));

describe('checkRequired', () => {
  const missing = (type: typeof userType, document: object) =>
    Result.getOrThrow(Result.flip(checkRequired(type, { ...document })));

  it('names the required attribute that has no value (RFC 7643 section 7)', () => {
    expect(missing(userType, {})).toMatchObject({ attribute: 'userName', reason: 'is required and has no value' });
    expect(missing(groupType, { externalId: '1' }).attribute).toBe('displayName');
  });

  it('asks for members neither in groups nor in their elements: they live outside the document', () => {
    expect(Result.isSuccess(checkRequired(groupType, { displayName: 'Coaches' }))).toBe(true);
  });

  it('asks for a required sub-attribute only where its parent is present', () => {
    const key = { [extension.id]: { bits: 3 } };
    expect(Result.isSuccess(checkRequired(lockType, key))).toBe(true);
    expect(missing(lockType, { ...key, door: { floor: '1' } }).attribute).toBe('door.value');
  });

  it('asks for an extension that the resource type requires (RFC 7643 section 6)', () => {
    expect(missing(lockType, {})).toMatchObject({
      attribute: extension.id,
      reason: 'is required and has no attributes',
    });
    expect(missing(lockType, { [extension.id]: {} }).attribute).toBe(`${extension.id}:bits`);
    expect(Result.isSuccess(checkRequired(userType, { userName: 'ana' }))).toBe(true);
  });

  it('asks for required sub-attributes in every element of a list', () => {
    const document = { title: 'Listening', sessions: [{ value: 's1' }, { kind: 'talk' }] };
    expect(missing(courseType, document)).toMatchObject({
      attribute: 'sessions.value',
      reason: 'is required and has no value',
    });
    const whole = { title: 'Listening', sessions: [{ value: 's1' }], tags: ['a'], venue: { room: '7' } };
    expect(Result.isSuccess(checkRequired(courseType, whole))).toBe(true);
    expect(Result.isSuccess(checkRequired(courseType, { title: 'Listening', sessions: ['s1'] }))).toBe(true);
  });
});

describe('replaceDocument', () => {
  it('clears readWrite attributes that a PUT leaves out, but keeps active (RFC 7644 section 3.5.1, OKTA-25)', () => {
    const current = { userName: 'ana', active: false, title: 'Coach', name: { givenName: 'Ana', familyName: 'Pop' } };
    const incoming = { userName: 'ana', name: { familyName: 'Popescu' } };
    expect(Result.getOrThrow(replaceDocument(userType, current, incoming))).toEqual({
      userName: 'ana',
      active: false,
      name: { familyName: 'Popescu' },
    });
  });

  it('keeps no other boolean that is left out, nor what lives outside the document', () => {
    const current = { title: 'Listening', free: true, id: 'c1' };
    expect(Result.getOrThrow(replaceDocument(courseType, current, { title: 'Listening' }))).toStrictEqual({
      title: 'Listening',
    });
  });

  it('keeps what is immutable in an extension that is left out (RFC 7644 section 3.5.1)', () => {
    const current = { title: 'Listening', [CATALOGUE]: { shelf: '3', sealed: 'yes' } };
    expect(Result.getOrThrow(replaceDocument(courseType, current, { title: 'Listening' }))).toEqual({
      title: 'Listening',
      [CATALOGUE]: { sealed: 'yes' },
    });
  });

  it('fills a list that was unassigned', () => {
    expect(replaced({}, { keys: [{ value: 'k1' }] })).toEqual({ keys: [{ value: 'k1' }] });
  });

  it('replaces active when it is sent (OKTA-28)', () => {
    const next = replaceDocument(userType, { userName: 'ana', active: true }, { userName: 'ana', active: false });
    expect(Result.getOrThrow(next)['active']).toBe(false);
  });

  it('clears an extension by attribute', () => {
    const current = { userName: 'ana', [ENTERPRISE_USER_SCHEMA]: { department: 'Field', manager: { value: '7' } } };
    const incoming = { userName: 'ana', [ENTERPRISE_USER_SCHEMA]: { manager: { value: '8' } } };
    expect(Result.getOrThrow(replaceDocument(userType, current, incoming))).toEqual(incoming);
    expect(Result.getOrThrow(replaceDocument(userType, current, { userName: 'ana' }))).toEqual({ userName: 'ana' });
  });

  it('lets an immutable attribute be set once, be repeated and be left out, not be changed (RFC 7644 section 3.5.1)', () => {
    expect(replaced({}, { serial: 'A1' })).toEqual({ serial: 'A1' });
    expect(replaced({ serial: 'A1' }, { serial: 'a1' })).toEqual({ serial: 'A1' });
    expect(replaced({ serial: 'A1' }, {})).toEqual({ serial: 'A1' });
    const failure = Result.getOrThrow(Result.flip(replaceDocument(lockType, { serial: 'A1' }, { serial: 'B2' })));
    expect(failure).toMatchObject({
      _tag: 'Mutability',
      attribute: 'serial',
      reason: 'is immutable and has another value already',
    });
    const door = (side: string) => ({ door: { value: 'd1', side } });
    expect(Result.getOrThrow(Result.flip(replaceDocument(lockType, door('left'), door('right'))))).toMatchObject({
      attribute: 'door.side',
    });
  });

  it('keeps immutable sub-attributes of a value that stays, and clears the value as a whole (RFC 7644 section 3.5.1)', () => {
    const current = { door: { value: 'd1', side: 'left', floor: '1' } };
    expect(replaced(current, { door: { value: 'd2' } })).toEqual({ door: { value: 'd2', side: 'left' } });
    expect(replaced(current, {})).toEqual({});
  });

  it('keeps writeOnly attributes that are left out and readOnly ones whatever is sent (RFC 7644 section 3.5.1)', () => {
    expect(replaced({ pin: '1', opened: 5 }, { opened: 9 })).toEqual({ pin: '1', opened: 5 });
    expect(replaced({ pin: '1' }, { pin: '2' })).toEqual({ pin: '2' });
  });

  it('keeps readOnly sub-attributes of the elements that come back', () => {
    const current = {
      keys: [
        { value: 'k1', used: 3 },
        { value: 'k2', used: 1 },
      ],
    };
    expect(replaced(current, { keys: [{ value: 'k2' }, { value: 'k3' }] })).toEqual({
      keys: [{ value: 'k2', used: 1 }, { value: 'k3' }],
    });
  });
});

describe('replaceDocument, complex attributes that clients do not see whole', () => {
  const parts = [{ name: 'value' }, { name: 'seen', mutability: 'readOnly' as const }];
  const boxType = compileResourceType(
    { name: 'Box', description: '', endpoint: '/Boxes', schema: 'urn:example:Box', schemaExtensions: [] },
    {
      id: 'urn:example:Box',
      name: 'Box',
      description: '',
      attributes: [
        attribute({ name: 'seal', type: 'complex', mutability: 'immutable', subAttributes: parts }),
        attribute({ name: 'lock', type: 'complex', mutability: 'writeOnly', subAttributes: parts }),
      ],
    },
    [],
  );
  const current = { seal: { value: 'a', seen: 'x' }, lock: { value: 'a', seen: 'x' } };

  it('keep what is readOnly in them when they are sent back (RFC 7644 section 3.5.1)', () => {
    const echo = { seal: { value: 'a' }, lock: { value: 'b' } };
    expect(Result.getOrThrow(replaceDocument(boxType, current, echo))).toEqual({
      seal: current.seal,
      lock: { value: 'b', seen: 'x' },
    });
    expect(Result.getOrThrow(replaceDocument(boxType, current, {}))).toEqual(current);
    const other = replaceDocument(boxType, current, { seal: { value: 'b' } });
    expect(Result.getOrThrow(Result.flip(other))).toMatchObject({ _tag: 'Mutability', attribute: 'seal' });
  });
});

describe('replaceElements', () => {
  const keys = lockType.attributes.get('keys');
  const emails = userType.attributes.get('emails');
  if (keys === undefined || emails === undefined) throw new TypeError('no lists');

  it('keeps what a client cannot send in the elements that come back, in the order of the schema', () => {
    const kept = replaceElements(keys, [{ value: 'k1', used: 3, secret: 'x' }], [{ value: 'k1' }, { value: 'k2' }]);
    expect(kept).toEqual([{ value: 'k1', used: 3, secret: 'x' }, { value: 'k2' }]);
    expect(replaceElements(keys, [{ value: 'k1', used: 3 }], [{ value: 'k1' }])).toStrictEqual([
      { value: 'k1', used: 3 },
    ]);
    expect(Object.keys(Object(kept[0]))).toEqual(['value', 'used', 'secret']);
    expect(replaceElements(keys, [{ value: 'k1', secret: 'x' }], [{ value: 'k1', secret: 'y' }])).toEqual([
      { value: 'k1', secret: 'y' },
    ]);
    expect(replaceElements(keys, [{ value: 'k1' }], [{ value: 'k1', used: 9 }])).toEqual([{ value: 'k1' }]);
  });

  it('matches elements that look alike in their order, each once, and first with themselves', () => {
    const keyed = attributeNode(
      attribute({
        name: 'keys',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value' },
          { name: 'pin', mutability: 'writeOnly' },
          { name: 'seen', mutability: 'readOnly' },
        ],
      }),
      { schema: '', storedIn: 'document', parent: undefined },
    );
    const current = [
      { value: 'a', pin: '1' },
      { value: 'a', pin: '2' },
      { value: 'b', seen: 'x' },
    ];
    expect(replaceElements(keyed, current, [{ value: 'a' }])).toEqual([current[0]]);
    expect(replaceElements(keyed, current, [{ value: 'a' }, { value: 'b' }])).toEqual([current[0], current[2]]);
    const echoed = [{ value: 'a', pin: '2' }, { value: 'a' }];
    expect(replaceElements(keyed, current, echoed)).toEqual([current[1], current[0]]);
    expect(replaceElements(keyed, current, [{ value: 'a', pin: '3' }, { value: 'a' }, { value: 'c' }])).toEqual([
      { value: 'a', pin: '3' },
      { value: 'a', pin: '2' },
      { value: 'c' },
    ]);
  });

  it('takes the elements as they are where a client can send all of them', () => {
    const incoming = [{ value: 'a' }];
    expect(replaceElements(emails, [{ value: 'a' }], incoming)).toBe(incoming);
  });

  it('takes elements of another shape as they are', () => {
    expect(replaceElements(keys, ['k1'], ['k1'])).toEqual(['k1']);
  });

  it('tells elements apart by what a client can send and read', () => {
    const keyOf = visibleKey(keys);
    expect(keyOf({ value: 'k1', used: 1 })).toBe(keyOf({ value: 'k1', used: 2, secret: 'x' }));
    expect(keyOf({ value: 'k1' })).not.toBe(keyOf({ value: 'k2' }));
    expect(keyOf({})).not.toBe(keyOf({ value: 'null' }));
    expect(keyOf('k1')).toBe('"k1"');
  });
});

describe('isSame', () => {
  const serial = lockType.attributes.get('serial');
  if (serial === undefined) throw new TypeError('no serial');

  it.each([
    ['A1', 'a1', true],
    ['A1', 'a2', false],
    ['1', 1, false],
    [1, 1, true],
    [undefined, undefined, true],
    ['A1', undefined, false],
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 'x' }, { a: 'X' }, false],
    [['x'], ['x'], true],
  ])('%j and %j: %s', (left, right, same) => {
    expect(isSame(serial, left, right)).toBe(same);
  });
});

describe('diffDocuments', () => {
  it('tells attributes, sub-attributes of single values and attributes of extensions apart', () => {
    const before = {
      userName: 'ana',
      name: { givenName: 'Ana', familyName: 'Pop' },
      emails: [{ value: 'a' }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'Field', manager: { value: '7' } },
    };
    const after = {
      userName: 'ana',
      name: { givenName: 'Anna', familyName: 'Pop' },
      emails: [{ value: 'b' }],
      active: true,
    };
    expect(diffDocuments(userType, before, after)).toEqual([
      { attribute: 'name.givenName', before: 'Ana', after: 'Anna' },
      { attribute: 'active', after: true },
      { attribute: 'emails', before: [{ value: 'a' }], after: [{ value: 'b' }] },
      { attribute: `${ENTERPRISE_USER_SCHEMA}:department`, before: 'Field' },
      { attribute: `${ENTERPRISE_USER_SCHEMA}:manager.value`, before: '7' },
    ]);
  });

  it('finds nothing in documents that are the same, nor outside the document', () => {
    const ana = { userName: 'ana', name: { givenName: 'Ana' }, emails: [{ value: 'a', type: 'work' }] };
    const same = { emails: [{ type: 'work', value: 'a' }], name: { givenName: 'Ana' }, userName: 'ana' };
    expect(diffDocuments(userType, ana, same)).toEqual([]);
    expect(diffDocuments(userType, { ...ana, id: '1', groups: [] }, { ...ana, id: '2' })).toEqual([]);
  });

  it('has no key for what was or became unassigned', () => {
    expect(diffDocuments(userType, {}, { title: 'Coach' })).toStrictEqual([{ attribute: 'title', after: 'Coach' }]);
    expect(diffDocuments(userType, { name: { givenName: 'Ana' } }, {})).toStrictEqual([
      { attribute: 'name.givenName', before: 'Ana' },
    ]);
  });
});
