import { plainSchema } from '@looop-scim/provisioning/attributes';
import { bindSchema } from '@looop-scim/provisioning/storage-support';
import { ENTERPRISE_USER_SCHEMA, standardRegistry } from '@looop-scim/scim/schema';
import { describe, expect, it } from 'vitest';
import { encodeComparable, fieldPath, orderPath } from '../src/encoding/encode-comparable.ts';
import { uniqueValue } from '../src/encoding/lookup-values.ts';
import { documentFields, referenceTo, resourceOf } from '../src/resource-documents.ts';
import { nodeOf, typeNamed } from './support/bound-filter.ts';

const user = typeNamed('User');
const schema = bindSchema(plainSchema(standardRegistry));
const DEPARTMENT = 'c.urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User.department';

describe('documentFields', () => {
  it('folds and encodes what is compared, and keeps the document as it is', () => {
    const document = {
      userName: 'Ana\ud83d',
      emails: [{ value: 'A@x.example' }],
      [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' },
    };
    const fields = documentFields(schema, user, document);
    expect(fields.c).toMatchObject({
      userName: 'ana\ud661\ud7fd',
      emails: [{ value: 'a@x.example' }],
      'urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User': { department: 'r&d' },
    });
    expect(fields.lookups).toEqual(['User:userName=ana\ud661\ud7fd', 'User:emails.value=a@x.example']);
    const stored = { _id: 'o:1', id: '1', type: 'User', rev: 1, version: 1, created: 0, lastModified: 0, ...fields };
    expect(resourceOf(stored).document).toEqual(document);
    expect(referenceTo(stored)).toEqual({ id: '1', resourceType: 'User', display: 'Ana\ud83d' });
  });

  it('looks a resource up once by a value that it has twice', () => {
    const emails = [{ value: 'a@x.example', type: 'work' }, { value: 'A@x.example' }];
    expect(documentFields(schema, user, { emails }).lookups).toEqual(['User:emails.value=a@x.example']);
  });

  it('tells unique values of types and attributes apart', () => {
    expect(uniqueValue('User', 'userName', 'a')).toBe('User:userName=a');
    expect(uniqueValue('Group', 'displayName', '\ud83d')).toBe('Group:displayName=\ud661\ud7fd');
  });
});

describe('encodeComparable', () => {
  it('leaves no key that the database or its driver gives a meaning', () => {
    const encoded = encodeComparable({
      $ref: 'x',
      'a.b': { 'c\0': 1 },
      '100%': true,
      _bsontype: 'ObjectId',
      ['__proto__']: 'p',
    });
    expect(JSON.stringify(encoded)).toBe(
      '{"%24ref":"x","a%2Eb":{"c%00":1},"100%25":true,"%5Fbsontype":"ObjectId","%5F%5Fproto__":"p"}',
    );
  });

  it('wraps simple elements, repeats the deciding one, and knows one zero', () => {
    const primary = { value: 2, primary: true };
    expect(encodeComparable({ labels: ['a', '$b.'], parts: [{ value: -0 }, primary] })).toEqual({
      labels: [{ _: 'a' }, { _: '$b.' }],
      'labels%': { _: 'a' },
      parts: [{ value: 0 }, primary],
      'parts%': primary,
    });
  });
});

describe('paths', () => {
  it('name values in filters, and for order the value of the deciding element', () => {
    const emails = nodeOf(user, 'emails');
    expect(fieldPath(nodeOf(user, 'name.givenName'))).toBe('c.name.givenName');
    expect(fieldPath(nodeOf(user, `${ENTERPRISE_USER_SCHEMA}:department`))).toBe(DEPARTMENT);
    expect(fieldPath(nodeOf(user, 'emails.value'), emails)).toBe('value');
    expect(fieldPath(emails, emails)).toBe('_');
    expect(orderPath(nodeOf(user, 'emails.value'))).toBe('c.emails%.value');
    expect(orderPath(nodeOf(user, `${ENTERPRISE_USER_SCHEMA}:department`))).toBe(DEPARTMENT);
  });
});
