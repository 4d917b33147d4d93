// For each kind of fault, additions to a mapping set that provoke it.
import { MAPPING_LIMITS, type MappingFaultKind } from '@looop-scim/provisioning/mapping';

/** What is added to an accepted set of a resource type so that it is refused. */
export interface Provocation {
  /** The resource type; User when absent. */
  readonly typeName?: string;
  /** Mappings of the field `extra`, a text, and of what `fields` adds. */
  readonly mappings: readonly object[];
  readonly fields?: readonly object[];
}

const mapping = (...from: readonly object[]): Provocation => ({ mappings: [{ field: 'extra', from }] });

const from = (attribute: string, more: object = {}): Provocation => ({
  mappings: [{ field: 'extra', from: [{ attribute }], ...more }],
});

const written = (attribute: string, more: object = {}): Provocation => from(attribute, { writeBack: true, ...more });

const onGadget = (attribute: string): Provocation => ({ ...written(attribute), typeName: 'Gadget' });

/** A field that is a list of texts. */
const list = (...sources: readonly object[]): Provocation => ({
  mappings: [{ field: 'texts', from: sources }],
  fields: [{ name: 'texts', type: 'stringList' }],
});

const field = (name: string): Provocation => ({ ...from('title'), fields: [{ name, type: 'string' }] });

/** Two fields that are written back. */
const both = (first: object, second: object): Provocation => ({
  mappings: [
    { field: 'extra', from: [first], writeBack: true },
    { field: 'other', from: [second], writeBack: true },
  ],
  fields: [{ name: 'other', type: 'string' }],
});

const table = (rows: object, more: object = {}) => ({ steps: [{ lookup: { table: rows, ...more } }] });

const many = <Each>(count: number, each: Each): readonly Each[] => Array.from({ length: count }, () => each);

const { steps, sources, valueCharacters, tableRows } = MAPPING_LIMITS;

/** The provocations of each kind. */
export const PROVOCATIONS: Readonly<Record<MappingFaultKind, readonly Provocation[]>> = {
  shape: [
    from('title', { step: [] }),
    from('title', { steps: ['reverse'] }),
    from('title', { steps: [{ before: '' }] }),
    from('title', { steps: [{ truncate: 0 }] }),
    from('title', { required: 'yes' }),
    from('title', { otherwise: 'nothing' }),
    from('title', table({})),
    from('title', table({ ' ': 'x' })),
    { mappings: [{ field: 'extra' }] },
    { mappings: [['extra']] },
    mapping(),
    mapping({ constant: ' ' }),
    mapping({ constant: '\ud800' }),
    mapping({ attribute: 'title', constant: 'x' }),
    mapping({ attribute: 'emails.value', pick: ['second'] }),
  ],
  bound: [
    from('title', { steps: many(steps + 1, 'trim') }),
    mapping(...many(sources + 1, { constant: 'x' })),
    mapping(...many(3, { join: many(sources / 2, { attribute: 'title' }) })),
    mapping({ constant: 'x'.repeat(valueCharacters + 1) }),
    from(
      'title',
      table(Object.fromEntries(Array.from({ length: tableRows + 1 }, (_none, row) => [`row ${row}`, 'x']))),
    ),
  ],
  fieldName: ['', '1st', 'a.b', 'naïve', '__proto__', 'x'.repeat(65)].map(field),
  repeatedField: ['EXTRA', 'Username'].map(field),
  unknownField: ['usernam', 'toString', 'EXTRA'].map((name) => ({
    mappings: [{ field: name, from: [{ constant: 'x' }] }],
  })),
  repeatedMapping: [{ mappings: many(2, { field: 'extra', from: [{ attribute: 'title' }] }) }],
  path: ['__proto__', 'title.', 'a b', '/title', 'emails[type eq "work"] x'].map((path) => from(path)),
  unknownAttribute: [
    ...['tilte', 'email', 'firstName', 'department', 'name.first', 'emails.vlaue', 'urn:x:title', 'constructor'],
    ...['emails[type eq "work"].vlaue', 'toString', 'nobody.knows'],
  ].map((path) => from(path)),
  filter: [
    'emails[type ne "work"].value',
    'emails[type eq "work" and primary eq true].value',
    'emails[type pr].value',
    'emails[type eq null].value',
    'emails[not (type eq "work")].value',
    'emails[kind eq "work"].value',
    'emails[primary eq "perhaps"].value',
    'title[value eq "x"]',
    'emails[',
    'emails[type eq "work"',
  ].map((path) => from(path)),
  notMappable: [
    ...['emails', 'name', 'password', 'id', 'meta.created', 'schemas', 'groups.value', 'x509Certificates.value'],
    ...['emails[type eq "work"]', 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User'],
  ]
    .map((path) => from(path))
    // A writeOnly attribute that may be returned.
    .concat({ ...from('a3'), typeName: 'Shape0' }),
  pick: [
    mapping({ attribute: 'title', pick: 'primary' }),
    mapping({ attribute: 'emails[type eq "work"].value', pick: 'first' }),
    list({ attribute: 'emails.value', pick: 'first' }),
    { ...mapping({ attribute: 'labels', pick: 'primary' }), typeName: 'Gadget' },
    { ...mapping({ attribute: 'labels', pick: [{ type: 'x' }] }), typeName: 'Gadget' },
  ],
  type: [
    from('active'),
    from('active', { steps: ['trim'] }),
    from('title', { otherwise: { value: true } }),
    from('title', table({ x: true })),
    from('title', table({ x: true, y: 'z' })),
    from('active', table({ yes: 'x' })),
    from('active', table({ true: 'x' }, { unknown: 'keep' })),
    mapping({ constant: ['x'] }),
    mapping({ join: [{ attribute: 'active' }] }),
    list({ attribute: 'title' }),
    list({ attribute: 'emails.primary' }),
    list({ constant: 'x' }),
  ],
  repeatedKey: [from('title', table({ Sales: 'a', SALES: 'b' }, { caseless: true }))],
  readOnly: ['computed', 'serial', 'spec.checked', 'spec.code'].map(onGadget),
  noInverse: [
    written('title', { steps: ['trim'] }),
    written('emails.value'),
    written('emails[value eq "x"].value'),
    written('emails[type eq "work"].type'),
    { mappings: [{ field: 'extra', writeBack: true, from: [{ attribute: 'emails.type', pick: 'primary' }] }] },
    written('emails[display eq "x"].value'),
    written('title', table({ a: 'x', b: 'x' })),
    written('title', table({ a: '' })),
    written('title', table({ a: 'x' }, { unknown: 'keep' })),
    written('title', table({ a: 'x' }, { caseless: true })),
    { mappings: [{ field: 'extra', writeBack: true, from: [{ attribute: 'title' }, { constant: 'x' }] }] },
    { mappings: [{ field: 'extra', writeBack: true, from: [{ join: [{ attribute: 'title' }] }] }] },
    ...['size', 'count', 'builtAt', 'labels'].map(onGadget),
  ],
  writeBackCollision: [
    both({ attribute: 'title' }, { attribute: 'TITLE' }),
    both({ attribute: 'emails.value', pick: 'primary' }, { attribute: 'emails[type eq "work"].value' }),
    both({ attribute: 'emails.value', pick: { type: 'work' } }, { attribute: 'emails[type eq "WORK"].value' }),
  ],
};
