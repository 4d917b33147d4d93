import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy } from '../../src/interop/policy-rules.ts';
import { courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';
import { outcome, patched, refusal } from '../support/apply-operations.ts';

const work = { value: 'ana@acme.example', type: 'work' };
const home = { value: 'ana@home.example', type: 'home' };
const user = (emails: readonly object[] | undefined = [work, home]) => ({
  type: userType,
  document: { userName: 'ana', ...(emails && { emails: emails.map((email) => ({ ...email })) }) },
});
const none = { type: userType, document: { userName: 'ana' } };
const course = (document: object = {}) => ({ type: courseType, document: { title: 'Listening', ...document } });

describe('PATCH of the elements that a filter selects (RFC 7644 section 3.5.2, Figure 7)', () => {
  it('removes the elements that match (RFC 7644 section 3.5.2.2)', () => {
    expect(patched(user(), { op: 'remove', path: 'emails[type eq "home"]' })).toEqual({
      userName: 'ana',
      emails: [work],
    });
    expect(patched(user(), { op: 'remove', path: 'emails[value ew ".example"]' })).toEqual({ userName: 'ana' });
    expect(patched(user(), { op: 'remove', path: 'emails[not (type eq "home")]' })).toMatchObject({ emails: [home] });
  });

  it('removes them whatever value is sent along', () => {
    const operation = { op: 'remove', path: 'emails[type eq "home"]', value: { value: 'x' } } as const;
    expect(patched(user(), operation)).toMatchObject({ emails: [work] });
  });

  it('removes a sub-attribute, and the element with its last one', () => {
    expect(patched(user(), { op: 'remove', path: 'emails[type eq "home"].type' })).toMatchObject({
      emails: [work, { value: 'ana@home.example' }],
    });
    const single = user([work, { type: 'home' }]);
    expect(patched(single, { op: 'remove', path: 'emails[type eq "home"].type' })).toMatchObject({ emails: [work] });
  });

  it('changes nothing where a remove matches nothing', () => {
    const given = user();
    expect(patched(given, { op: 'remove', path: 'emails[type eq "other"]' })['emails']).toEqual([work, home]);
    expect(patched(none, { op: 'remove', path: 'emails[type eq "other"].value' })).toBe(none.document);
  });

  it('makes the value of each element that matches by replace (RFC 7644 section 3.5.2.3)', () => {
    const value = { value: 'ana@new.example', display: 'Ana' };
    const after = { userName: 'ana', emails: [value, home] };
    expect(patched(user(), { op: 'replace', path: 'emails[type eq "work"]', value })).toEqual(after);
    expect(patched(user(), { op: 'replace', path: 'emails[type eq "work"]', value: [value] })).toEqual(after);
  });

  it('keeps by add what the value does not name (RFC 7644 section 3.5.2.1)', () => {
    expect(patched(user(), { op: 'add', path: 'emails[type eq "work"]', value: { display: 'Ana' } })).toMatchObject({
      emails: [{ ...work, display: 'Ana' }, home],
    });
    const bare = { op: 'add', path: 'emails[type eq "work"]', value: 'ana@new.example' } as const;
    expect(patched(user(), bare)['emails']).toEqual([{ value: 'ana@new.example' }, home]);
  });

  it('appends by add to the lists within an element', () => {
    const given = course({ sessions: [{ value: 's1', labels: ['x'] }] });
    const after = { title: 'Listening', sessions: [{ value: 's1', labels: ['x', 'y'] }] };
    const path = 'sessions[value eq "s1"]';
    expect(patched(given, { op: 'add', path, value: { labels: ['y'] } })).toEqual(after);
    expect(patched(given, { op: 'add', path: `${path}.labels`, value: ['y'] })).toEqual(after);
  });

  it('leaves elements without sub-attributes alone, which an older schema may have left', () => {
    const given = { type: userType, document: { userName: 'ana', emails: ['ana@acme.example'] } };
    expect(patched(given, { op: 'replace', path: 'emails.display', value: 'Ana' })).toEqual(given.document);
  });

  it('unassigns elements that are replaced with nothing', () => {
    expect(patched(user(), { op: 'replace', path: 'emails[type eq "work"]', value: null })).toMatchObject({
      emails: [home],
    });
  });

  it('writes a sub-attribute in every element that matches, or is refused for more than one by policy', () => {
    const operation = { op: 'replace', path: 'emails[value pr].display', value: 'Ana' } as const;
    expect(patched(user(), operation)['emails']).toEqual([
      { ...work, display: 'Ana' },
      { ...home, display: 'Ana' },
    ]);
    const one = { ...interopPolicy, writeSeveralMatches: false };
    expect(refusal({ ...user(), policy: one }, operation)).toMatchObject({
      _tag: 'InvalidFilter',
      reason: '2 values of emails match; the filter must select one',
    });
    expect(patched({ ...user([work]), policy: one }, operation)['emails']).toEqual([{ ...work, display: 'Ana' }]);
    const all = { op: 'replace', path: 'emails.display', value: 'Ana' } as const;
    expect(patched({ ...user(), policy: one }, all)['emails']).toHaveLength(2);
  });

  it('keeps one of the elements that a write makes equal', () => {
    const path = 'emails[value pr].value';
    expect(
      patched(user([work, { ...work, value: 'ana@old.example' }]), { op: 'replace', path, value: work.value }),
    ).toMatchObject({ emails: [work] });
  });

  it('selects simple elements by their value', () => {
    const given = course({ tags: ['voice', 'ear'] });
    expect(patched(given, { op: 'remove', path: 'tags[value eq "Ear"]' })).toMatchObject({ tags: ['voice'] });
    expect(patched(given, { op: 'replace', path: 'tags[value eq "ear"]', value: 'eye' })).toMatchObject({
      tags: ['voice', 'eye'],
    });
    expect(patched(given, { op: 'add', path: 'tags[value eq "ear"]', value: 'eye' })).toMatchObject({
      tags: ['voice', 'eye'],
    });
    const object = { value: 'eye' };
    expect(refusal(given, { op: 'add', path: 'tags[value eq "ear"]', value: object })).toMatchObject({
      attribute: 'tags',
      reason: 'must be a string, not an object (element 1 of 1)',
    });
  });

  it('refuses values that do not fit, and what mutability forbids', () => {
    const path = 'emails[type eq "work"]';
    expect(refusal(user(), { op: 'replace', path, value: { primary: 'perhaps' } })).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'emails.primary',
    });
    expect(refusal(user(), { op: 'replace', path: `${path}.primary`, value: 'perhaps' })).toMatchObject({
      attribute: 'emails.primary',
      reason: 'must be true or false, not a string',
    });
    const slotted = course({ sessions: [{ value: 's1', slot: 'am' }] });
    expect(refusal(slotted, { op: 'replace', path: 'sessions[value eq "s1"].slot', value: 'pm' })).toMatchObject({
      _tag: 'Mutability',
      attribute: 'sessions.slot',
    });
    expect(refusal(slotted, { op: 'remove', path: 'sessions[value eq "s1"].value' })).toMatchObject({
      _tag: 'Mutability',
      attribute: 'sessions.value',
    });
  });

  it('leaves out what is readOnly in the value of an element', () => {
    const given = course({ sessions: [{ value: 's1', seats: 20 }] });
    expect(
      outcome(given, { op: 'add', path: 'sessions[value eq "s1"]', value: { kind: 'talk', seats: 9 } }),
    ).toMatchObject({
      document: { sessions: [{ value: 's1', kind: 'talk', seats: 20 }] },
      ignored: [{ attribute: 'sessions.seats', reason: 'readOnly' }],
    });
  });
});

describe('PATCH where the filter matches nothing (docs/decisions/0001)', () => {
  it('makes the element of the terms of the filter and the value (ENTRA-16)', () => {
    const path = 'emails[type eq "work" and primary eq true].value';
    expect(patched(none, { op: 'add', path, value: 'ana@acme.example' })).toEqual({
      userName: 'ana',
      emails: [{ value: 'ana@acme.example', type: 'work', primary: true }],
    });
    expect(patched(user([home]), { op: 'replace', path: 'emails[TYPE eq "work"].value', value: 'x' })).toMatchObject({
      emails: [home, { value: 'x', type: 'work' }],
    });
  });

  it('merges the value of a whole element with the terms', () => {
    const path = 'emails[type eq "work"]';
    const made = { userName: 'ana', emails: [work] };
    for (const op of ['add', 'replace'] as const) {
      expect(patched(none, { op, path, value: { value: work.value } })).toEqual(made);
      expect(patched(none, { op, path, value: { value: work.value, type: 'Work' } })).toEqual({
        ...made,
        emails: [{ ...work, type: 'Work' }],
      });
    }
  });

  it('merges lists within the element by add and not by replace', () => {
    const path = 'sessions[value eq "s1" and labels eq "x"].labels';
    expect(patched(course(), { op: 'add', path, value: ['y'] })).toMatchObject({
      sessions: [{ value: 's1', labels: ['x', 'y'] }],
    });
    expect(refusal(course(), { op: 'replace', path, value: ['y'] })).toMatchObject({ _tag: 'NoTarget' });
  });

  it('makes an element that lacks what the filter wants absent, but not one without any value', () => {
    expect(patched(none, { op: 'add', path: 'emails[type eq null].value', value: 'x' })).toEqual({
      userName: 'ana',
      emails: [{ value: 'x' }],
    });
    expect(refusal(none, { op: 'add', path: 'emails[type eq null]', value: {} })).toMatchObject({ _tag: 'NoTarget' });
  });

  it('makes the new primary element the only one', () => {
    const path = 'emails[type eq "work" and primary eq true].value';
    expect(patched(user([{ ...home, primary: true }]), { op: 'add', path, value: 'x' })).toMatchObject({
      emails: [
        { ...home, primary: false },
        { value: 'x', type: 'work', primary: true },
      ],
    });
  });

  it('makes simple elements too', () => {
    const operation = { op: 'replace', path: 'tags[value eq "ear"]', value: 'ear' } as const;
    expect(patched(course({ tags: ['voice'] }), operation)).toMatchObject({ tags: ['voice', 'ear'] });
    expect(refusal(course(), { ...operation, value: { value: 'ear' } })).toMatchObject({ attribute: 'tags' });
  });

  it('refuses a value with which the element would not match either (RFC 7644 section 3.12, noTarget)', () => {
    const failure = { _tag: 'NoTarget', reason: 'no value matches, and the value sent would not match either' };
    expect(refusal(user([home]), { op: 'replace', path: 'emails[type eq "work"].type', value: 'other' })).toMatchObject(
      { ...failure, path: 'emails[type eq "work"].type' },
    );
    expect(
      refusal(user([home]), { op: 'replace', path: 'emails[type eq "work"]', value: { type: 'other' } }),
    ).toMatchObject(failure);
    expect(
      refusal(user([home]), { op: 'replace', path: 'emails[type eq "a" and type eq "b"].value', value: 'x' }),
    ).toMatchObject(failure);
  });

  it.each(['type ne "home"', 'type sw "w"', 'type eq "work" or type eq "other"', 'not (value pr)', 'display pr'])(
    'does not guess what an element would be: %s',
    (filter) => {
      const given = user([{ ...home, type: 'home' }]);
      const operation = { op: 'replace', path: `emails[${filter} and type eq "x"].value`, value: 'x' } as const;
      expect(refusal(given, operation)).toMatchObject({
        _tag: 'NoTarget',
        reason: 'no value matches the filter, which does not say what a new one would be',
      });
    },
  );

  it('finds no target under a strict policy (RFC 7644 section 3.5.2.3)', () => {
    const strict = { ...user([home]), policy: strictPolicy };
    expect(refusal(strict, { op: 'replace', path: 'emails[type eq "work"].value', value: 'x' })).toMatchObject({
      _tag: 'NoTarget',
      path: 'emails[type eq "work"].value',
      reason: 'no value matches the filter',
    });
  });

  it.each([null, [], ''])('changes nothing where %j would be written', (value) => {
    const given = user([home]);
    const path = 'emails[type eq "work"].value';
    expect(patched(given, { op: 'replace', path, value })['emails']).toEqual([home]);
  });

  it('takes an empty string for a value where the policy does', () => {
    const policy = { ...interopPolicy, emptyStringUnassigns: false };
    const path = 'emails[type eq "work"].value';
    expect(patched({ ...none, policy }, { op: 'replace', path, value: '' })).toMatchObject({
      emails: [{ value: '', type: 'work' }],
    });
  });

  it('adds the element of a sub-attribute where there is none (RFC 7644 sections 3.5.2.1 and 3.5.2.3)', () => {
    for (const op of ['add', 'replace'] as const) {
      for (const policy of [interopPolicy, strictPolicy]) {
        const given = { ...none, policy };
        expect(patched(given, { op, path: 'emails.value', value: 'x' })).toMatchObject({ emails: [{ value: 'x' }] });
        expect(patched(given, { op, path: 'emails.value', value: null })).toBe(none.document);
      }
    }
    expect(patched(none, { op: 'remove', path: 'emails.value' })).toBe(none.document);
    const policy = { ...strictPolicy, writeSeveralMatches: false };
    expect(patched({ ...user(), policy }, { op: 'replace', path: 'emails.type', value: 'x' })['emails']).toHaveLength(
      2,
    );
  });

  it('is refused where the letter counts, even for nothing (RFC 7644 section 3.5.2.3, noTarget)', () => {
    for (const value of [null, [], '']) {
      for (const path of ['emails[type eq "other"]', 'emails[type eq "other"].value']) {
        const operation = { op: 'replace', path, value } as const;
        expect(refusal({ ...user(), policy: strictPolicy }, operation)).toMatchObject({ _tag: 'NoTarget', path });
        expect(patched(user(), operation)).toMatchObject({ emails: [work, home] });
      }
    }
  });

  it('refuses a term that does not fit its sub-attribute', () => {
    expect(refusal(none, { op: 'add', path: 'emails[primary eq "perhaps"].value', value: 'x' })).toMatchObject({
      _tag: 'InvalidFilter',
    });
  });
});

describe('paths with brackets that are refused (RFC 7644 section 3.12, invalidPath)', () => {
  it.each([['title[value eq "x"]', 'title has one value, so that there are no elements which brackets could select']])(
    '%s',
    (path, reason) => {
      expect(refusal(none, { op: 'remove', path })).toMatchObject({ _tag: 'InvalidPath', path, reason });
    },
  );

  it('name a sub-attribute that there is not, or one value, under a strict policy', () => {
    const given = { ...user(), policy: strictPolicy };
    const refused = (path: string) => refusal(given, { op: 'remove', path });
    expect(refused('emails[type eq "work"].shoeSize')).toMatchObject({
      _tag: 'InvalidPath',
      reason: 'emails has no such sub-attribute',
    });
    expect(refused('name[givenName eq "Ana"]')).toMatchObject({
      _tag: 'InvalidPath',
      reason: 'name has one value, so that there are no elements which brackets could select',
    });
  });

  it('end in a filter where the policy wants a sub-attribute', () => {
    const policy = { ...interopPolicy, selectWholeElements: false };
    expect(refusal({ ...user(), policy }, { op: 'remove', path: 'emails[type eq "work"]' })).toMatchObject({
      _tag: 'InvalidPath',
      path: 'emails[type eq "work"]',
      reason: 'the filter must be followed by a sub-attribute',
    });
    expect(patched({ ...user(), policy }, { op: 'remove', path: 'emails[type eq "work"].type' })).toMatchObject({
      emails: [{ value: 'ana@acme.example' }, home],
    });
  });

  it('take values without quotes by policy alone (ENTRA-20)', () => {
    const path = 'emails[type eq work]';
    expect(patched(user(), { op: 'remove', path })).toMatchObject({ emails: [home] });
    expect(refusal({ ...user(), policy: strictPolicy }, { op: 'remove', path })).toMatchObject({
      _tag: 'InvalidFilter',
    });
  });
});
