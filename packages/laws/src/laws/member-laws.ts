// The members of a group under every set of leniencies: nobody leaves a group because of a value that cannot be read
// (RFC 7644 section 3.12, RFC 7643 section 4.2).
import { ok } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import { applyPatch } from '@looop-scim/scim/patch';
import { readDocument } from '@looop-scim/scim/read';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { anyPolicy, clientValueOf } from '../arbitraries/client-value.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { typeNamed } from './filter-case.ts';

const group = typeNamed('Group');

const memberNode = (): AttributeNode => {
  if (group.membership === undefined) throw new TypeError('Group has no members');
  return group.membership;
};

/** The ids that a value names, and whether some of them are bare texts. */
interface Meant {
  readonly ids: readonly string[];
  readonly bare: boolean;
}

const textMeant = (json: unknown, policy: InteropPolicy): unknown => {
  if (typeof json !== 'string' || !policy.parseJsonText || !['[', '{'].includes(json.trimStart().charAt(0)))
    return json;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** What an element names; undefined when it names nobody. Keys are taken as they are spelled last. */
const idOf = (json: unknown, policy: InteropPolicy): Meant | undefined => {
  const element = textMeant(json, policy);
  if (typeof element === 'string') return { ids: [element], bare: true };
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return undefined;
  const value: unknown = Object.entries(element).findLast(([key]) => key.toLowerCase() === 'value')?.[1];
  return typeof value === 'string' && value !== '' ? { ids: [value], bare: false } : undefined;
};

/** Whom a value means; undefined when it means nobody that it could say. */
const meantBy = (json: unknown, policy: InteropPolicy): Meant | undefined => {
  if (json === null || (json === '' && policy.emptyStringUnassigns)) return { ids: [], bare: false };
  const list = textMeant(json, policy);
  const elements: readonly unknown[] = Array.isArray(list) ? list : [list];
  const all = elements.filter((one) => one !== null).map((one) => idOf(one, policy));
  if (elements.length > 0 && all.length === 0) return undefined;
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length) return undefined;
  return { ids: [...new Set(known.flatMap(({ ids }) => ids))], bare: known.some(({ bare }) => bare) };
};

const membersSent = fc.array(
  fc.record(
    { value: fc.constantFrom('ana', 'ben', 'cem'), type: fc.constantFrom('User', 'group', null) },
    { requiredKeys: ['value'] },
  ),
  { minLength: 1, maxLength: 3 },
);

const valueCases = fc.record({
  json: clientValueOf(memberNode(), membersSent),
  policy: anyPolicy,
  way: fc.constantFrom('path', 'value', 'body'),
});

const named = (json: unknown, policy: InteropPolicy): unknown => {
  const isWrapped = typeof json === 'object' && json !== null && Object.keys(json).length === 1;
  if (!policy.unwrapNamedValue || !isWrapped || Array.isArray(json)) return json;
  const [[key, inner] = ['', undefined]] = Object.entries(json);
  return key.toLowerCase() === 'members' ? inner : json;
};

const replaceLaw = law(
  'who replaces the members names each of them: no other value empties a group, and a bare text has to be the id of somebody',
  fc.property(valueCases, ({ json, policy, way }) => {
    const document = { displayName: 'Coaches' };
    if (way === 'body') {
      const read = readDocument(group, { schemas: [group.definition.schema], ...document, members: json }, policy);
      if (Result.isFailure(read)) return saysNothing();
      const meant = meantBy(json, policy);
      ok(meant !== undefined, 'nobody can tell who is meant');
      ok(JSON.stringify(read.success.memberIds) === JSON.stringify(meant.ids), 'others are meant');
      return void ok((read.success.membersMustExist ?? false) === meant.bare, 'a bare text is taken for an id');
    }
    const operation =
      way === 'path'
        ? ({ op: 'replace', path: 'members', value: json } as const)
        : ({ op: 'replace', value: { members: json } } as const);
    const patched = applyPatch(group, document, [operation], policy);
    if (Result.isFailure(patched)) return saysNothing();
    const meant = meantBy(named(json, policy), policy);
    ok(meant !== undefined, 'nobody can tell who is meant');
    const [step, ...others] = patched.success.memberships;
    ok(step?.kind === 'replace' && others.length === 0);
    ok(JSON.stringify(step.ids) === JSON.stringify(meant.ids), 'others are meant');
    ok((patched.success.membersMustExist ?? false) === meant.bare, 'a bare text is taken for an id');
  }),
  { floor: 0.15 },
);

/** Laws of the members that a request names. */
export const memberLaws: readonly Law[] = [replaceLaw];
