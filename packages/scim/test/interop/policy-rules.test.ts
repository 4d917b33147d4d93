import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import {
  interopPolicy,
  isZollner02,
  POLICY_RULES,
  strictPolicy,
  zollner02Policy,
  type PolicyRule,
} from '../../src/interop/policy-rules.ts';
import { readDocument } from '../../src/read/read-document.ts';
import { USER_SCHEMA } from '../../src/schema/urns.ts';
import { userType } from '../support/standard-types.ts';

const names = Object.keys(POLICY_RULES);

describe('policies', () => {
  it('have what their entries say, and nothing is decided twice', () => {
    for (const [profile, policy] of [
      ['interop', interopPolicy],
      ['strict', strictPolicy],
      ['zollner-02', zollner02Policy],
    ] as const) {
      expect(Object.keys(policy)).toEqual(names);
      expect(Object.values(policy)).toEqual(
        Object.values(POLICY_RULES).map(({ profiles }) => (profiles as readonly string[]).includes(profile)),
      );
    }
  });

  it('get narrower: what the draft allows the RFCs allow, and what they allow the default does', () => {
    for (const name of names as readonly PolicyRule[]) {
      expect(Number(interopPolicy[name])).toBeGreaterThanOrEqual(Number(strictPolicy[name]));
      expect(Number(strictPolicy[name])).toBeGreaterThanOrEqual(Number(zollner02Policy[name]));
    }
  });

  it('only the draft itself counts as the draft', () => {
    expect(isZollner02(zollner02Policy)).toBe(true);
    for (const name of names as readonly PolicyRule[]) {
      expect(isZollner02({ ...zollner02Policy, [name]: !zollner02Policy[name] })).toBe(false);
    }
  });

  it('every leniency says what it does and who needs it', () => {
    for (const { summary, clients } of Object.values(POLICY_RULES)) {
      expect(summary.length).toBeGreaterThan(20);
      expect(clients.length).toBeGreaterThan(0);
    }
  });
});

const base = { schemas: [USER_SCHEMA], userName: 'ana' };

// Each body is read when this one leniency is on, and refused or read otherwise when none is.
const bodies: readonly (readonly [PolicyRule, object, object])[] = [
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
