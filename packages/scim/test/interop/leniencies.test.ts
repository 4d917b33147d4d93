import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { interopPolicy, LENIENCIES, strictPolicy, type Leniency } from '../../src/interop/leniencies.ts';
import { readDocument } from '../../src/resource/read-document.ts';
import { USER_SCHEMA } from '../../src/schema/urns.ts';
import { userType } from '../resource/standard-types.ts';

const names = Object.keys(LENIENCIES);

describe('policies', () => {
  it('strict has no leniency, interop those marked so', () => {
    expect(Object.keys(strictPolicy)).toEqual(names);
    expect(Object.values(strictPolicy).some(Boolean)).toBe(false);
    expect(Object.values(interopPolicy)).toEqual(Object.values(LENIENCIES).map(({ interop }) => interop));
  });

  it('every leniency says what it does and who needs it', () => {
    for (const { summary, clients } of Object.values(LENIENCIES)) {
      expect(summary.length).toBeGreaterThan(20);
      expect(clients.length).toBeGreaterThan(0);
    }
  });
});

const base = { schemas: [USER_SCHEMA], userName: 'ana' };

// Each body is read when this one leniency is on, and refused or read otherwise when none is.
const bodies: readonly (readonly [Leniency, object, object])[] = [
  ['coerceBooleans', { ...base, active: 'False' }, { userName: 'ana', active: false }],
  ['coerceScalars', { ...base, title: 7 }, { userName: 'ana', title: '7' }],
  ['wrapValues', { ...base, emails: 'a@acme.example' }, { userName: 'ana', emails: [{ value: 'a@acme.example' }] }],
  ['ignoreUnknownAttributes', { ...base, adreses: [] }, { userName: 'ana' }],
  ['ignoreForeignSchemas', { userName: 'ana' }, { userName: 'ana' }],
  ['emptyStringUnassigns', { ...base, title: '' }, { userName: 'ana' }],
  [
    'repairPrimary',
    {
      ...base,
      roles: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    },
    {
      userName: 'ana',
      roles: [
        { value: 'a', primary: false },
        { value: 'b', primary: true },
      ],
    },
  ],
];

describe('readDocument', () => {
  it.each(bodies)('consults %s alone', (leniency, body, document) => {
    const lenient = readDocument(userType, body, { ...strictPolicy, [leniency]: true });
    expect(Result.getOrThrow(lenient).document).toEqual(document);
    const others = readDocument(userType, body, { ...interopPolicy, [leniency]: false });
    expect(Result.isSuccess(others) ? others.success.document : others.failure._tag).not.toEqual(document);
  });
});
