import { describe, expect, it } from 'vitest';
import { referencesOf, resolveReferences } from '../../src/bulk/bulk-reference.ts';

const ids = new Map([
  ['ana', '0199-ana'],
  ['ben', '0199-ben'],
]);

const group = {
  displayName: 'bulkId is a word here',
  externalId: 'bulkid',
  members: [{ value: 'bulkId:ana' }, { value: 'BULKID:ben', type: 'User' }, { value: 'bulkId:cem' }],
  active: true,
  rank: 7,
  manager: null,
};

/** A value inside so many lists. */
const nested = (value: unknown, depth: number): unknown => (depth === 0 ? value : [nested(value, depth - 1)]);

describe('references of bulk operations (RFC 7644 section 3.7.2)', () => {
  it('are whole values that begin with bulkId, in any case', () => {
    expect([...referencesOf(group)]).toEqual(['ana', 'ben', 'cem']);
    expect([...referencesOf('bulkId:ana')]).toEqual(['ana']);
  });

  it.each(['bulkId:', 'bulkId', 'xbulkId:ana', '/Users/bulkId:ana', 7, null, {}, []])('are not in %j', (json) => {
    expect(referencesOf(json).size).toBe(0);
    expect(resolveReferences(json, new Map([['', 'x'], ...ids]))).toEqual(json);
  });

  it('are replaced by the ids that they stand for, and stay where there is none', () => {
    expect(resolveReferences(group, ids)).toEqual({
      ...group,
      members: [{ value: '0199-ana' }, { value: '0199-ben', type: 'User' }, { value: 'bulkId:cem' }],
    });
  });

  it('are looked for as deep as any schema goes, and no deeper', () => {
    expect(referencesOf(nested('bulkId:ana', 32)).size).toBe(1);
    expect(referencesOf(nested('bulkId:ana', 33)).size).toBe(0);
    expect(resolveReferences(nested('bulkId:ana', 32), ids)).toEqual(nested('0199-ana', 32));
    expect(resolveReferences(nested('bulkId:ana', 33), ids)).toEqual(nested('bulkId:ana', 33));
    expect(referencesOf({ name: nested('bulkId:ana', 32) }).size).toBe(0);
    expect(resolveReferences({ name: nested('bulkId:ana', 32) }, ids)).toEqual({ name: nested('bulkId:ana', 32) });
  });

  it('name no properties: __proto__ stays a key like any other', () => {
    const json: unknown = JSON.parse('{"__proto__":{"value":"bulkId:ana"}}');
    expect(JSON.stringify(resolveReferences(json, ids))).toBe('{"__proto__":{"value":"0199-ana"}}');
  });
});
