import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Complex } from '../../src/attribute/value.ts';
import { interopPolicy } from '../../src/interop/leniencies.ts';
import { applyPatch } from '../../src/patch/apply-patch.ts';
import type { PatchOperation } from '../../src/patch/patch-operation.ts';
import { userType } from '../resource/standard-types.ts';

const patched = (document: Complex, ...operations: readonly PatchOperation[]): Complex =>
  Result.getOrThrow(applyPatch(userType, document, operations, interopPolicy)).document;

describe('applyPatch', () => {
  it('keeps one of two elements that become equal when another one is made primary (RFC 7644 section 3.5.2)', () => {
    const document = {
      userName: 'ana',
      emails: [
        { value: 'a@acme.example', primary: false },
        { value: 'a@acme.example', primary: true },
      ],
    };
    const operation: PatchOperation = { op: 'add', path: 'emails', value: [{ type: 'work', primary: true }] };
    expect(patched(document, operation)['emails']).toEqual([
      { value: 'a@acme.example', primary: false },
      { type: 'work', primary: true },
    ]);
  });

  it('refuses long filters on long lists: what they cost counts with their whole length (RFC 7644 section 3.5.2)', () => {
    const emails = Array.from({ length: 5000 }, (_none, index) => ({ value: `${index}@acme.example` }));
    const filter = Array.from({ length: 200 }, (_none, index) => `value eq "x${index}"`).join(' or ');
    const operation: PatchOperation = { op: 'remove', path: `emails[${filter}]` };
    const result = applyPatch(userType, { userName: 'ana', emails }, [operation], interopPolicy);
    expect(Result.getOrThrow(Result.flip(result))._tag).toBe('PayloadTooLarge');
  });
});
