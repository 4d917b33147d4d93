import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/schema/characteristics.ts';
import { compileResourceType } from '../../src/schema/resource-type.ts';
import { ENTERPRISE_USER_SCHEMA } from '../../src/schema/urns.ts';
import { diffDocuments } from '../../src/resource/diff-documents.ts';
import { replaceDocument } from '../../src/resource/replace-document.ts';
import { checkRequired } from '../../src/resource/required.ts';
import { groupType, userType } from './standard-types.ts';

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
        subAttributes: [{ name: 'value' }, { name: 'used', type: 'integer', mutability: 'readOnly' }],
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
    expect(missing(lockType, {}).attribute).toBe(extension.id);
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
    expect(failure).toMatchObject({ _tag: 'Mutability', attribute: 'serial' });
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
});
