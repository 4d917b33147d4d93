import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import {
  InvalidFilter,
  InvalidPath,
  InvalidSyntax,
  InvalidValue,
  Mutability,
  NoTarget,
  PayloadTooLarge,
} from '../../src/errors.ts';
import { interopPolicy, strictPolicy } from '../../src/interop/policy-rules.ts';
import { parsePatch } from '../../src/patch/parse-patch.ts';
import { inOperation, type PatchFailure } from '../../src/patch/patch-failure.ts';
import { PATCH_OP } from '../../src/schema/urns.ts';

const body = (...operations: readonly unknown[]) => ({ schemas: [PATCH_OP], Operations: operations });
const parsed = (json: unknown, policy = interopPolicy) => Result.getOrThrow(parsePatch(json, policy));
const refused = (json: unknown, policy = interopPolicy) => Result.getOrThrow(Result.flip(parsePatch(json, policy)));

describe('parsePatch: what operations are', () => {
  it('keeps them in order, with the path and the value that each has (RFC 7644 section 3.5.2)', () => {
    const operations = [
      { op: 'replace', path: 'active', value: false },
      { op: 'add', value: { nickName: 'Ana' } },
      { op: 'remove', path: 'emails[type eq "home"]' },
    ];
    expect(parsed(body(...operations), strictPolicy)).toStrictEqual(operations);
  });

  it('reads null as a value of replace, and as none of remove (RFC 7643 section 2.5)', () => {
    expect(parsed(body({ op: 'replace', path: 'title', value: null }))).toStrictEqual([
      { op: 'replace', path: 'title', value: null },
    ]);
    const remove = body({ op: 'remove', path: 'title', value: null });
    expect(parsed(remove)).toStrictEqual([{ op: 'remove', path: 'title' }]);
    expect(parsed(remove, strictPolicy)).toStrictEqual([{ op: 'remove', path: 'title' }]);
  });

  it('reads a path that is null as none', () => {
    expect(parsed(body({ op: 'add', path: null, value: {} }))).toStrictEqual([{ op: 'add', value: {} }]);
  });

  it('leaves the value of a remove to a policy that allows it (ENTRA-25)', () => {
    const remove = { op: 'remove', path: 'members', value: [{ value: 'u1' }] };
    expect(parsed(body(remove))).toStrictEqual([remove]);
    expect(refused(body(remove), strictPolicy)).toMatchObject({
      _tag: 'InvalidSyntax',
      reason: 'remove takes no value; its path selects what is removed',
    });
  });
});

describe('parsePatch: case of op and keys (ENTRA-20)', () => {
  const shouted = { SCHEMAS: [PATCH_OP], operations: [{ OP: 'Replace', Path: 'active', Value: false }] };

  it('does not count by default', () => {
    expect(parsed(shouted)).toStrictEqual([{ op: 'replace', path: 'active', value: false }]);
    expect(parsed(body({ op: 'ADD', value: {} }, { op: 'Remove', path: 'title' }))).toStrictEqual([
      { op: 'add', value: {} },
      { op: 'remove', path: 'title' },
    ]);
  });

  it('counts under a strict policy', () => {
    expect(refused(shouted, strictPolicy)).toMatchObject({ reason: `schemas must list ${PATCH_OP}` });
    expect(refused({ schemas: [PATCH_OP], operations: [] }, strictPolicy)).toMatchObject({
      reason: 'Operations is missing; send a list of operations, or the whole resource by PUT',
    });
    expect(refused(body({ op: 'Replace', path: 'active', value: false }), strictPolicy)).toMatchObject({
      reason: 'op must be add, remove or replace',
      received: 'Replace',
    });
  });
});

describe('parsePatch: the envelope', () => {
  it('needs the URN of the message under a strict policy, in any case (RFC 7644 section 3.5.2)', () => {
    const operations = [{ op: 'remove', path: 'title' }];
    const withSchemas = (schemas: unknown) => ({ schemas, Operations: operations });
    expect(parsed(withSchemas(['urn:example:other', PATCH_OP.toUpperCase()]), strictPolicy)).toEqual(operations);
    for (const schemas of [undefined, null, PATCH_OP, [], ['urn:example:other'], [7]]) {
      expect(refused(withSchemas(schemas), strictPolicy)).toMatchObject({
        _tag: 'InvalidSyntax',
        reason: `schemas must list ${PATCH_OP}`,
      });
      expect(parsed(withSchemas(schemas))).toEqual(operations);
    }
  });

  it.each([
    ['no object', [], 'the body must be an object, not a list'],
    ['no list of operations', { Operations: {} }, 'Operations must be a list of operations, not an object'],
    ['an operation that is none', body('add'), 'each operation must be an object, not a string'],
    ['an operation without op', body({ path: 'title' }), 'op is missing; send add, remove or replace'],
    ['an unknown op', body({ op: 'move', path: 'title' }), 'op must be add, remove or replace'],
    ['a path that is no text', body({ op: 'add', path: 7, value: 1 }), 'path must be a string, not a number'],
  ])('refuses %s (RFC 7644 section 3.12, invalidSyntax)', (_what, json, reason) => {
    expect(refused(json)).toMatchObject({ _tag: 'InvalidSyntax', reason });
  });

  it('takes a request without operations by policy (RFC 7644 section 3.5.2)', () => {
    expect(parsed({ Operations: [] })).toEqual([]);
    expect(refused({ Operations: [] }, { ...interopPolicy, emptyOperations: false })).toMatchObject({
      _tag: 'InvalidSyntax',
      reason: 'Operations has no operation',
    });
  });

  it.each(['add', 'replace'])('needs a value for %s (RFC 7644 section 3.12, invalidValue)', (op) => {
    expect(refused(body({ op, path: 'title' }))).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'value',
      reason: `is missing from the operation ${op}`,
    });
  });

  it.each([{ op: 'remove' }, { op: 'remove', path: null }])(
    'finds no target for %j (RFC 7644 section 3.5.2.2)',
    (op) => {
      expect(refused(body(op))).toMatchObject({
        _tag: 'NoTarget',
        reason: 'remove needs a path that says what to remove',
      });
    },
  );

  it('takes 10000 operations and not one more', () => {
    const many = (count: number) => body(...Array.from({ length: count }, () => ({ op: 'remove', path: 'title' })));
    expect(parsed(many(10_000))).toHaveLength(10_000);
    expect(refused(many(10_001))).toMatchObject({
      _tag: 'PayloadTooLarge',
      limit: 'patch',
      maximum: 10_000,
    });
  });

  it('names the operation at fault where there are several', () => {
    const failure = refused(body({ op: 'remove', path: 'title' }, { op: 'add', path: 'title' }));
    expect(failure).toMatchObject({ reason: 'is missing from the operation add (operation 2 of 2)' });
  });
});

const reason = 'is at fault';
const failures: readonly (readonly [PatchFailure, object])[] = [
  [new InvalidSyntax({ reason, position: 3 }), { position: 3 }],
  [new InvalidPath({ path: 'emails[', reason, position: 6 }), { path: 'emails[', position: 6 }],
  [new InvalidFilter({ reason, attribute: 'shoeSize' }), { attribute: 'shoeSize' }],
  [new InvalidValue({ attribute: 'active', reason, unknown: true }), { attribute: 'active', unknown: true }],
  [new NoTarget({ path: 'emails', reason }), { path: 'emails' }],
  [new Mutability({ attribute: 'id', reason }), { attribute: 'id' }],
];

describe('inOperation', () => {
  it.each(failures)('keeps what %s says and adds the number of the operation', (failure, facts) => {
    const numbered = inOperation(failure, 1, 3);
    expect(numbered).toMatchObject({ ...facts, _tag: failure._tag, reason: 'is at fault (operation 2 of 3)' });
    expect(numbered).toBeInstanceOf(failure.constructor);
  });

  it('leaves a failure of the only operation and one of the whole request as they are', () => {
    for (const [failure] of failures) expect(inOperation(failure, 0, 1)).toBe(failure);
    const tooLarge = new PayloadTooLarge({ limit: 'work', maximum: 1 });
    expect(inOperation(tooLarge, 1, 3)).toBe(tooLarge);
  });
});
