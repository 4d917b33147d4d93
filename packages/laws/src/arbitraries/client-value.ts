// JSON that clients send as the value of one attribute: what fits, what nearly does, and what cannot be meant.
import fc from 'fast-check';
import { POLICY_RULES, type InteropPolicy } from '@looop-scim/scim/interop';
import { interopPolicy, strictPolicy, zollner02Policy } from '@looop-scim/scim/interop';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { valueOf } from './resource.ts';

const SCALARS = [
  null,
  true,
  false,
  0,
  7,
  -1.5,
  '',
  'x',
  'true',
  'False',
  '7',
  '1e3',
  'ana,ben',
  'null',
  '"x"',
  '2026-11-01T00:00:00Z',
];
const TEXTS = [
  '[',
  '{',
  ' [1,',
  '{"value":',
  '[]',
  '{}',
  '[null]',
  '[true]',
  '[[]]',
  '{"vlaue":"x"}',
  '[7]',
  '["x"]',
  '\n{"value":"x"}',
];

/** Values of any kind, small enough to hit the names and kinds of a schema. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...SCALARS, ...TEXTS),
  fc.constantFrom<unknown>([], {}, [null], [[]], [{}], [true], [7], ['x'], ['x', 'y'], [['x']]),
  fc.jsonValue(),
);

/** Objects with names that the attribute has and names that it lacks. */
const objectsOf = (node: AttributeNode): fc.Arbitrary<unknown> => {
  const names = [...node.children.values()].map(({ definition }) => definition.name);
  const key = fc.constantFrom(...names, 'value', 'vlaue', 'unknown', '__proto__', node.definition.name);
  return fc.dictionary(key, odd, { minKeys: 1, maxKeys: 3 });
};

/** JSON as the value of an attribute: values that fit, wrapped, unwrapped, named once more, as text; and others. */
export const clientValueOf = (
  node: AttributeNode,
  fitting: fc.Arbitrary<unknown> = valueOf(node, { secrets: true, readOnly: false }),
): fc.Arbitrary<unknown> => {
  const plain = fc.oneof<fc.Arbitrary<unknown>[]>(fitting, fitting, odd, objectsOf(node));
  const first = (json: unknown): unknown => (Array.isArray(json) ? (json[0] ?? null) : json);
  return fc.oneof(
    { arbitrary: plain, weight: 5 },
    { arbitrary: plain.map((json) => [json]), weight: 1 },
    { arbitrary: plain.map(first), weight: 1 },
    { arbitrary: fc.array(plain, { maxLength: 3 }), weight: 1 },
    { arbitrary: plain.map((json) => JSON.stringify(json)), weight: 2 },
    { arbitrary: plain.map((json) => ({ [node.definition.name]: json })), weight: 1 },
  );
};

/** Any set of leniencies, more often one of the profiles or one that differs from it in a single rule. */
export const anyPolicy: fc.Arbitrary<InteropPolicy> = fc
  .tuple(
    fc.constantFrom(interopPolicy, interopPolicy, strictPolicy, zollner02Policy),
    fc.oneof(
      fc.constant({}),
      fc.constantFrom(...Object.keys(POLICY_RULES)).chain((name) => fc.record({ [name]: fc.boolean() })),
      fc.record(Object.fromEntries(Object.keys(POLICY_RULES).map((name) => [name, fc.boolean()]))),
    ),
  )
  .map(([profile, changes]) => ({ ...profile, ...changes }));
