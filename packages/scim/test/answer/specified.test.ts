// What the answer to a write shows beside the default: attributes returned on request that the client specified (RFC 7643 section 7).
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { project } from '../../src/answer/project.ts';
import { bindProjection, withSpecified, type ProjectionNames } from '../../src/answer/projection.ts';
import type { Complex } from '../../src/attribute/value.ts';
import { attribute } from '../../src/schema/characteristics.ts';
import { compileResourceType } from '../../src/schema/resource-type.ts';
import { diffDocuments } from '../../src/write/diff-documents.ts';

const safe = {
  id: 'urn:example:Safe',
  name: 'Safe',
  description: '',
  attributes: [
    attribute({ name: 'label' }),
    attribute({ name: 'note', returned: 'request' }),
    attribute({ name: 'serial', returned: 'request', mutability: 'readOnly' }),
    attribute({
      name: 'lock',
      type: 'complex',
      subAttributes: [
        { name: 'open', type: 'boolean' },
        { name: 'hint', returned: 'request' },
      ],
    }),
    attribute({
      name: 'visits',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'day' }, { name: 'guide', returned: 'request' }],
    }),
    attribute({ name: 'words', multiValued: true, returned: 'request' }),
  ],
};
const type = compileResourceType(
  { name: 'Safe', description: '', endpoint: '/Safes', schema: safe.id, schemaExtensions: [] },
  safe,
  [],
);

const full: Complex = {
  id: 's1',
  label: 'l',
  note: 'n',
  serial: '7',
  lock: { open: true, hint: 'h' },
  visits: [{ day: 'Monday', guide: 'Ion' }],
  words: ['w'],
};
const byDefault = { id: 's1', label: 'l', lock: { open: true }, visits: [{ day: 'Monday' }] };

/** The answer to a write that turned one document into the other. */
const answered = (before: Complex, after: Complex, names: ProjectionNames = {}) => {
  const projection = Result.getOrThrow(bindProjection(type, names));
  return project(type, full, withSpecified(type, projection, diffDocuments(type, before, after)));
};

describe('the answer to a write', () => {
  it('shows what is returned on request and was specified, at each depth and in lists', () => {
    expect(answered({}, { note: 'n' })).toEqual({ ...byDefault, note: 'n' });
    expect(answered({}, { words: ['w'] })).toEqual({ ...byDefault, words: ['w'] });
    expect(answered({}, { lock: { hint: 'h' } })).toEqual({ ...byDefault, lock: { open: true, hint: 'h' } });
    expect(answered({}, { visits: [{ guide: 'Ion' }] })).toEqual({ ...byDefault, visits: full['visits'] });
    const specified = { note: 'n', visits: [{ day: 'Monday' }, { guide: 'Ion' }] };
    expect(answered({}, specified)).toEqual({ ...byDefault, note: 'n', visits: full['visits'] });
  });

  it('shows by default what was not specified, was removed, or is set by the server alone', () => {
    expect(answered({}, { label: 'l' })).toEqual(byDefault);
    expect(answered({}, {})).toEqual(byDefault);
    expect(answered({ note: 'n', lock: { hint: 'h' } }, {})).toEqual(byDefault);
    expect(answered({ serial: '1' }, { serial: '7' })).toEqual(byDefault);
    expect(answered({}, { lock: { open: true }, visits: [{ day: 'Monday' }] })).toEqual(byDefault);
  });

  it('leaves out what is excluded, itself or with its parent, and shows nothing but what is named', () => {
    const specified = { note: 'n', lock: { hint: 'h' }, visits: [{ guide: 'Ion' }] };
    expect(answered({}, specified, { excludedAttributes: ['note', 'lock'] })).toEqual({
      id: 's1',
      label: 'l',
      visits: full['visits'],
    });
    expect(answered({}, specified, { excludedAttributes: ['lock.hint', 'visits.day'] })).toEqual({
      ...byDefault,
      note: 'n',
      visits: [{ guide: 'Ion' }],
    });
    expect(answered({}, specified, { attributes: ['label'] })).toEqual({ id: 's1', label: 'l' });
  });

  it('leaves the projection as it is where nothing on request was specified', () => {
    const projection = Result.getOrThrow(bindProjection(type, { excludedAttributes: ['label'] }));
    expect(withSpecified(type, projection, diffDocuments(type, {}, { label: 'l' }))).toBe(projection);
    const unknown = [{ attribute: 'nonsense', after: 'x' }];
    expect(withSpecified(type, projection, unknown)).toBe(projection);
  });
});
