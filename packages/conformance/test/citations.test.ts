import { describe, expect, it } from 'vitest';
import { isOnRecord, recordCitationsIn } from '@looop-scim/conformance';

describe('citations of the record', () => {
  it('are found one by one and in lists', () => {
    const text = 'Okta (OKTA-33) and\nEntra ID (ENTRA-8, LIB-1).\nguard 9, Guard 10; guards 1, 2 and 30.';
    expect(recordCitationsIn(text)).toEqual([
      { id: 'OKTA-33', line: 1 },
      { id: 'ENTRA-8', line: 2 },
      { id: 'LIB-1', line: 2 },
      ...['guard 9', 'guard 10', 'guard 1', 'guard 2', 'guard 30'].map((id) => ({ id, line: 3 })),
    ]);
  });

  it.each(['OKTA-70', 'OKTA-0', 'ENTRA-35', 'guard 0', 'guard 31'])('%s is not on record', (id) => {
    expect(recordCitationsIn(`see ${id}`)).toEqual([{ id, line: 1 }]);
    expect(isOnRecord(id)).toBe(false);
  });

  it.each(['OKTA-69', 'CY-1', 'guard 30'])('%s is on record', (id) => {
    expect(isOnRecord(id)).toBe(true);
  });

  it('leaves other words alone', () => {
    expect(recordCitationsIn('XOKTA-3, safeguard 4, SHA-256')).toEqual([]);
  });
});
