// Records as they are read back, erased, and told apart.
import { describe, expect, it } from 'vitest';
import * as Result from 'effect/Result';
import type { ActivityRecord } from '../../src/activity/activity-record.ts';
import { activityFields, REPETITION_WINDOW_MS } from '../../src/activity/activity-fields.ts';
import { parsePosition, printPosition } from '../../src/activity/activity-position.ts';
import { decodeActivity } from '../../src/activity/decode-activity.ts';
import { eraseActivity } from '../../src/activity/erase-activity.ts';
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
});

describe('what a record is found by', () => {
  it('is its resource, else its name in any case', () => {
    expect(activityFields(record)).toMatchObject({ nameKey: 'ana', existingId: 'an-id', hasIgnored: true });
    const { nameKey, resourceId } = activityFields({ ...record, resourceId: 'id' });
    expect([nameKey, resourceId]).toEqual([undefined, 'id']);
  });

  it('counts readOnly attributes as nothing that was left out, unknown members as something', () => {
    const echo: ActivityRecord = { ...record, ignored: [{ attribute: 'meta', reason: 'readOnly' }] };
    expect(activityFields(echo).hasIgnored).toBe(false);
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
