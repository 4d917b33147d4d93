// Records as they are read back, erased, and told apart.
import { describe, expect, it } from 'vitest';
import * as Result from 'effect/Result';
import type { ActivityRecord } from '../../src/activity/activity-record.ts';
import { activityFields, REPETITION_WINDOW_MS } from '../../src/activity/activity-fields.ts';
import { parsePosition, printPosition } from '../../src/activity/activity-position.ts';
import { decodeActivity } from '../../src/activity/decode-activity.ts';
import { eraseActivity } from '../../src/activity/erase-activity.ts';
import { isDeactivation } from '../../src/activity/is-deactivation.ts';
import { selectsRecord } from '../../src/activity/selects-record.ts';
import type { ActivityFilter } from '../../src/ports/outbound/activity-log.ts';
import { requestedName } from '../../src/use-cases/refusals.ts';

const record: ActivityRecord = {
  at: 1_767_225_600_000,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'create',
  resourceType: 'User',
  resourceName: 'Ana',
  outcome: 'refused',
  failure: { kind: 'Uniqueness', detail: 'userName "Ana" is taken', existingId: 'an-id' },
  changes: [{ attribute: 'title', after: 'Coach' }],
  ignored: [{ attribute: 'custom_4', reason: 'unknown' }],
};

describe('decodeActivity', () => {
  it('reads what it is given', () => {
    expect(decodeActivity(JSON.stringify(record))).toEqual(record);
  });

  it('reads a record without a caller, which a person or a later version may have left', () => {
    expect(decodeActivity(JSON.stringify({ ...record, caller: {} })).caller).toEqual({
      tokenFingerprint: '',
      requestId: '',
    });
  });

  it('reads records of the first version, which called the fingerprint a handle', () => {
    const old = { ...record, caller: { tokenHandle: '0123456789abcdef', requestId: 'request-1' } };
    expect(decodeActivity(JSON.stringify(old))).toEqual(record);
  });
});

describe('eraseActivity', () => {
  it('leaves kind, time, ids and counts', () => {
    const erased = eraseActivity({ ...record, ignoredTotal: 120, membersUnknown: { count: 1, ids: ['x'] } });
    expect(erased).toEqual({
      at: record.at,
      caller: record.caller,
      operation: 'create',
      resourceType: 'User',
      outcome: 'refused',
      failure: { kind: 'Uniqueness', existingId: 'an-id' },
      changes: [],
      ignored: [],
      membersUnknown: { count: 1, ids: ['x'] },
      erased: { changes: 1, ignored: 120 },
    });
    expect(eraseActivity(erased)).toBe(erased);
  });

  it('keeps that it was a deactivation, and counts what is listed where there is no total', () => {
    const { failure: _none, ...served } = record;
    const deactivation = { ...served, changes: [{ attribute: 'active', after: false }] };
    expect(eraseActivity(deactivation)).toMatchObject({ erased: { changes: 1, ignored: 1, deactivated: true } });
    expect(eraseActivity(deactivation)).not.toHaveProperty('failure');
  });
});

describe('what a record is found by', () => {
  it('is its resource, else its name in any case', () => {
    expect(activityFields(record)).toMatchObject({ nameKey: 'ana', existingId: 'an-id', hasIgnored: true });
    const { nameKey, resourceId } = activityFields({ ...record, resourceId: 'id' });
    expect([nameKey, resourceId]).toEqual([undefined, 'id']);
    const { resourceName: _name, failure: _failure, ...applied } = { ...record, outcome: 'applied' as const };
    expect(activityFields(applied)).toStrictEqual({ at: record.at, outcome: 'applied', hasIgnored: true });
  });

  it('counts readOnly attributes as nothing that was left out, unknown members as something', () => {
    const echo: ActivityRecord = { ...record, ignored: [{ attribute: 'meta', reason: 'readOnly' }] };
    expect(activityFields(echo).hasIgnored).toBe(false);
    const both = { ...echo, ignored: [...echo.ignored, ...record.ignored] };
    expect(activityFields(both).hasIgnored).toBe(true);
    expect(activityFields({ ...echo, membersUnknown: { count: 1, ids: ['x'] } }).hasIgnored).toBe(true);
  });

  it('has a key of its kind when it was refused: the same within a window, another one beyond it', () => {
    const window = Math.floor(record.at / REPETITION_WINDOW_MS) * REPETITION_WINDOW_MS;
    const keyAt = (at: number) => activityFields({ ...record, at }).repetitionKey;
    expect(keyAt(window)).toBe(keyAt(window + REPETITION_WINDOW_MS - 1));
    expect(keyAt(window)).not.toBe(keyAt(window + REPETITION_WINDOW_MS));
    expect(activityFields({ ...record, outcome: 'applied' }).repetitionKey).toBeUndefined();
  });
});

describe('a deactivation', () => {
  const [off, on] = [
    { attribute: 'active', after: false },
    { attribute: 'active', after: true },
  ];
  const erased = { changes: 1, ignored: 0 };

  it.each<[string, Partial<ActivityRecord>, boolean]>([
    ['of a user', { changes: [{ attribute: 'title' }, off] }, true],
    ['of a group', { resourceType: 'Group', changes: [off] }, false],
    ['an activation', { changes: [on] }, false],
    ['a removal of the attribute', { changes: [{ attribute: 'active', before: true }] }, false],
    ['another attribute', { changes: [{ attribute: 'primary', after: false }] }, false],
    ['nothing', { changes: [] }, false],
    ['of a person who was deleted since', { changes: [], erased: { ...erased, deactivated: true } }, true],
    ['another request of that person', { changes: [], erased }, false],
  ])('%s', (_what, given, expected) => {
    expect(isDeactivation({ ...record, ...given })).toBe(expected);
  });
});

describe('what a filter selects', () => {
  const ofId = { ...record, resourceId: 'id', at: 5 };
  const repeated = { ...ofId, repeated: { count: 2, last: 9 } };
  const readOnly = { ...ofId, ignored: [{ attribute: 'id', reason: 'readOnly' as const }] };

  it.each<[ActivityFilter, ActivityRecord, boolean]>([
    [{}, ofId, true],
    [{ outcome: 'refused' }, ofId, true],
    [{ outcome: 'applied' }, ofId, false],
    [{ outcome: 'ignored' }, ofId, true],
    [{ outcome: 'ignored' }, readOnly, false],
    [{ resource: {} }, ofId, false],
    [{ resource: {} }, record, false],
    [{ resource: { id: 'id' } }, record, false],
    [{ resource: { id: 'id' } }, ofId, true],
    [{ resource: { id: 'other' } }, ofId, false],
    [{ resource: { id: 'other', name: 'ANA' } }, record, true],
    [{ resource: { id: 'other', name: 'ben' } }, record, false],
    // A record of a resource is found by its id alone: names change hands.
    [{ resource: { name: 'Ana' } }, ofId, false],
    [{ since: 5 }, ofId, true],
    [{ since: 6 }, ofId, false],
    [{ since: 9 }, repeated, true],
    [{ since: 10 }, repeated, false],
    [{ until: 5 }, ofId, false],
    [{ until: 6 }, ofId, true],
    [{ until: 6 }, repeated, true],
    [{ outcome: 'refused', since: 6 }, ofId, false],
    [{ outcome: 'applied', resource: { id: 'id' } }, ofId, false],
  ])('%j', (filter, one, expected) => {
    expect(selectsRecord(filter, one)).toBe(expected);
  });
});

describe('requests that are counted as one', () => {
  const read: ActivityRecord = { ...record, operation: 'read', outcome: 'answered' };
  const { failure, ...unexplained } = record;
  const keyOf = (one: ActivityRecord) => activityFields(one).repetitionKey;

  it.each<[string, ActivityRecord, ActivityRecord, boolean]>([
    [
      'the same refusal of another request',
      record,
      { ...record, caller: { ...record.caller, requestId: 'r-2' } },
      true,
    ],
    ['of another token', record, { ...record, caller: { ...record.caller, tokenFingerprint: 'x' } }, false],
    ['of another operation', record, { ...record, operation: 'replace' }, false],
    ['of another type', record, { ...record, resourceType: 'Group' }, false],
    ['of another resource', record, { ...record, resourceId: 'id' }, false],
    ['of another name', record, { ...record, resourceName: 'Ben' }, false],
    ['of another kind', record, { ...unexplained, failure: { ...failure, kind: 'InvalidValue' } }, false],
    ['of another detail', record, { ...unexplained, failure: { kind: 'Uniqueness', detail: 'x' } }, false],
    ['without a failure', record, unexplained, false],
    ['the same read, with other changes', read, { ...read, changes: [] }, true],
    ['a read of other names', read, { ...read, ignored: [{ attribute: 'y', reason: 'unreadable' }] }, false],
    ['a read of another type', read, { ...read, resourceType: 'Group' }, false],
    ['a read of another token', read, { ...read, caller: { ...read.caller, tokenFingerprint: 'x' } }, false],
    ['a read in another window', read, { ...read, at: read.at + REPETITION_WINDOW_MS }, false],
  ])('%s', (_what, one, other, isSame) => {
    expect(keyOf(one)).toBeDefined();
    expect(keyOf(one) === keyOf(other)).toBe(isSame);
  });

  it('are none that wrote', () => {
    for (const outcome of ['applied', 'unchanged'] as const) expect(keyOf({ ...record, outcome })).toBeUndefined();
  });
});

describe('a position', () => {
  it('is read back as it was printed', () => {
    for (const position of [
      { at: 0, key: '1' },
      { at: record.at, key: '00063a.b1' },
      { at: -1, key: 'x' },
    ]) {
      expect(parsePosition(printPosition(position))).toEqual(Result.succeed(position));
    }
  });

  it.each([
    '',
    '.',
    '7',
    '7.',
    '.7',
    'x.1',
    '07.1',
    ' 7.1',
    '7 .1',
    '1e3.1',
    '0x7.1',
    '7,1',
    '-0.1',
    '9007199254740992.1',
  ])('is not %j', (text) => {
    expect(Result.getOrThrow(Result.flip(parsePosition(text)))).toMatchObject({
      _tag: 'InvalidPosition',
      position: text,
    });
  });

  it.each(['NaN.1', 'Infinity.1', '-Infinity.1'])('is not %j, whatever numbers are called', (text) => {
    expect(Result.isFailure(parsePosition(text))).toBe(true);
  });
});

describe('the name that a body asks for', () => {
  it.each([
    [{ userName: ' ana ' }, 'ana'],
    [{ USERNAME: 'ana', displayName: 'Ana' }, 'ana'],
    [{ userName: 7, displayName: 'Ana' }, 'Ana'],
    [{ userName: '', displayName: 'Coaches' }, 'Coaches'],
    [{ userName: 'a\u0000b' }, undefined],
    [{ userName: 'x'.repeat(257) }, undefined],
    [{ name: 'ana' }, undefined],
    [['ana'], undefined],
    ['ana', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j: %s', (body, name) => {
    expect(requestedName(body)).toBe(name);
  });
});
