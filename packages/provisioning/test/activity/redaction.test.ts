// What is kept of a body, name by name and text by text: which names are those of secrets, and where the bounds are.
import { describe, expect, it } from 'vitest';
import { KEPT_BODY_CHARACTERS, keptRequest, REDACTED } from '@looop-scim/provisioning/activity';
import {
  attribute,
  coreUserSchema,
  groupType,
  makeSchemaRegistry,
  PATCH_OP,
  userResourceType,
  userType,
} from '@looop-scim/scim/schema';

const SECRET = 'a very secret text';
const bodyOf = (body: unknown, isNameless = false) => keptRequest({ type: userType, body, isNameless }).body;
const groupBodyOf = (body: unknown) => keptRequest({ type: groupType, body, isNameless: false }).body;
const patch = (...operations: readonly object[]) => ({ schemas: [PATCH_OP], Operations: operations });

describe('a name is that of a secret', () => {
  const isKept = (name: string) => JSON.stringify(bodyOf({ [name]: SECRET })).includes(SECRET);

  it.each([
    'password',
    'newPassword',
    'passwd',
    'a.token',
    'urn:x:apiKey',
    'urn:x:1.0:y.Token',
    'my token.secret',
    'token ',
  ])('as %j', (name) => {
    expect(isKept(name)).toBe(false);
  });

  it.each(['tokens', 'mytoken', 'token-kind', 'urn:x:tokens', 'a.tokens', 'secretary', 'title'])(
    'not as %j',
    (name) => {
      expect(isKept(name)).toBe(true);
    },
  );

  it.each([
    ['true', 'true'],
    ['FALSE', 'FALSE'],
    ['', ''],
    ['truer', REDACTED],
    ['no', REDACTED],
    [-7.5, 0],
    [true, true],
    [null, null],
    [
      [SECRET, 1],
      [REDACTED, 0],
    ],
    [
      { value: SECRET, primary: false },
      { value: REDACTED, primary: false },
    ],
  ])('whose value %j is kept as %j', (value, kept) => {
    expect(bodyOf({ password: value })).toEqual({ password: kept });
  });
});

describe('what a body may hold beside its values', () => {
  it.each([
    ['emails[type eq "work"]', []],
    ['emails[password eq "x"]', ['user', 'group']],
    ['x[token eq "x"]', ['user', 'group']],
    ['members[display eq "Ana"]', ['group']],
    ['members[DISPLAY eq "Ana"]', ['group']],
    ['members[value eq "id"]', []],
    // Without a text in it there is nothing to hide.
    ['emails[password pr]', []],
    ['members[display pr]', []],
  ])('a path %s: kept, except of a %j', (path, cutOf) => {
    const body = patch({ op: 'remove', path });
    const isCut = (type: typeof userType) => keptRequest({ type, body, isNameless: false }).isCut === true;
    expect([...(isCut(userType) ? ['user'] : []), ...(isCut(groupType) ? ['group'] : [])]).toEqual(cutOf);
  });

  it('a text with quotes is masked where it names a secret, and nowhere else', () => {
    expect(bodyOf({ title: 'say "token"', note: 'say "hello"', plain: 'a token' })).toEqual({
      title: REDACTED,
      note: 'say "hello"',
      plain: 'a token',
    });
  });

  it('the value of an operation whose path is that of a secret is masked, another value is not', () => {
    expect(bodyOf(patch({ op: 'add', path: 'password', value: SECRET, note: 'x' }))).toEqual(
      patch({ op: 'add', path: 'password', value: REDACTED, note: 'x' }),
    );
    expect(bodyOf({ path: 7, value: 'x' })).toEqual({ path: 7, value: 'x' });
  });

  it('a label stays where it names no member: of a person, of the group, of an operation', () => {
    const label = { value: 'x', display: 'Sales', $ref: 'y' };
    expect(bodyOf({ manager: label })).toEqual({ manager: label });
    expect(groupBodyOf({ display: 'Sales' })).toEqual({ display: 'Sales' });
    expect(groupBodyOf({ op: 'add', ...label })).toEqual({ op: 'add', ...label });
  });
});

describe('a body of a person whom nobody could name', () => {
  it('has its envelope, its kinds, and no text', () => {
    const envelope = { schemas: ['urn:x'], Operations: [{ op: 'add', path: 'title' }] };
    expect(bodyOf({ ...envelope, title: 'Coach', active: 'True', n: 7, on: true, no: null }, true)).toEqual({
      ...envelope,
      ...{ title: REDACTED, active: 'True', n: 0, on: true, no: null },
    });
  });
});

describe('the bounds of a body', () => {
  const left = (used: number) => KEPT_BODY_CHARACTERS - used;

  it.each<[string, (length: number) => unknown]>([
    ['a text', (length) => 'x'.repeat(length)],
    ['a key', (length) => ({ ['k'.repeat(length)]: '' })],
    ['a key and a text', (length) => ({ title: 'x'.repeat(length - 5) })],
    ['a list of texts', (length) => ['a', 'x'.repeat(length - 1)]],
    ['a number', (length) => [12_345, 'x'.repeat(length - 5)]],
    ['true', (length) => [true, 'x'.repeat(length - 4)]],
    ['a text in an envelope', (length) => ({ path: 'x'.repeat(length - 4) })],
  ])('%s of 16,384 characters is kept, of one more it is not', (_what, make) => {
    expect(bodyOf(make(left(0)))).toEqual(make(left(0)));
    expect(bodyOf(make(left(-1)))).toBeUndefined();
  });

  it('sixteen objects and lists within each other are kept, one more is not', () => {
    const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
      depth === 0 ? 'x' : wrap(nested(depth - 1, wrap));
    for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ a: inner })]) {
      expect(bodyOf(nested(16, wrap))).toEqual(nested(16, wrap));
      expect(keptRequest({ type: userType, body: nested(17, wrap), isNameless: false })).toEqual({ isCut: true });
    }
  });

  it('headers have 256 characters', () => {
    const header = (length: number) => 'x'.repeat(length);
    const sent = { type: userType, isNameless: false };
    expect(keptRequest({ ...sent, ifMatch: header(300), ifNoneMatch: header(257) })).toEqual({
      ifMatch: header(256),
      ifNoneMatch: header(256),
    });
    expect(keptRequest({ ...sent, ifNoneMatch: '*' })).toEqual({ ifNoneMatch: '*' });
    expect(keptRequest(sent)).toEqual({});
  });

  it('a body that is null is one, and an absent one is none', () => {
    expect(keptRequest({ type: userType, body: null, isNameless: false })).toEqual({ body: null });
  });
});

it('an attribute that is never returned is a secret, wherever its schema has it', () => {
  const schema = {
    id: 'urn:acme:2.0:Badge',
    name: 'Badge',
    description: 'Badges.',
    attributes: [
      attribute({ name: 'pin', returned: 'never' }),
      attribute({
        name: 'door',
        type: 'complex',
        subAttributes: [{ name: 'code', returned: 'never' }, { name: 'floor' }],
      }),
    ],
  };
  const extension = { ...userResourceType, schemaExtensions: [{ schema: schema.id, required: false }] };
  const [type] = makeSchemaRegistry([coreUserSchema, schema], [extension]).resourceTypes;
  if (type === undefined) throw new TypeError('no type');
  const body = { [schema.id]: { PIN: SECRET, door: { code: SECRET, floor: 'first' } }, title: 'a "code"' };
  for (const _time of ['first', 'second']) {
    expect(keptRequest({ type, body, isNameless: false }).body).toEqual({
      [schema.id]: { PIN: REDACTED, door: { code: REDACTED, floor: 'first' } },
      title: REDACTED,
    });
  }
  // Another type has other secrets.
  expect(bodyOf({ pin: SECRET })).toEqual({ pin: SECRET });
});
