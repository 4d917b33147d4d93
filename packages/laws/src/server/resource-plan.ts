// What laws write to a server: values that no server has a reason to change or to refuse.
import fc from 'fast-check';
import type { Complex, Value } from '@looop-scim/scim/attribute';
import { PATCH_OP, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import type { JsonObject } from '../subjects/subject.ts';

/** Texts that servers keep as they are: case, quotes, backslashes and letters beyond ASCII count. */
export const plainText: fc.Arbitrary<string> = fc.constantFrom(
  ...['Ana', 'ana', 'Ion Pop', "O'Hara", 'Șerban', 'say "hi"', 'back\\slash', '12', 'true', 'A', '(a or b)', 'North'],
);

/** Addresses that differ in more than case. */
export const emailAddress: fc.Arbitrary<string> = fc.constantFrom(
  ...['ana@acme.example', 'Ion.Pop@acme.example', 'office@acme.example', "o'hara@acme.example"],
);

const emails: fc.Arbitrary<Value> = fc
  .uniqueArray(fc.tuple(emailAddress, fc.constantFrom('work', 'home', 'other')), {
    minLength: 1,
    maxLength: 3,
    selector: ([value]) => value,
  })
  .chain((all) =>
    fc
      .option(fc.nat({ max: all.length - 1 }), { nil: undefined })
      .map((primary) => all.map(([value, type], at) => ({ value, type, ...(at === primary && { primary: true }) }))),
  );

const valueFor = (node: AttributeNode): fc.Arbitrary<Value> => {
  const { name, type } = node.definition;
  if (name === 'emails') return emails;
  if (type === 'boolean') return fc.boolean();
  return type === 'complex' ? complexFor([...node.children.values()]) : plainText;
};

const complexFor = (nodes: readonly AttributeNode[]): fc.Arbitrary<Complex> => {
  const required = nodes.filter(({ definition }) => definition.required);
  const chosen = fc.subarray([...nodes], { minLength: 1 }).map((some) => [...new Set([...required, ...some])]);
  return chosen.chain((some) =>
    fc.record(Object.fromEntries(some.map((node) => [node.definition.name, valueFor(node)])), {
      noNullPrototype: true,
    }),
  );
};

/** Attributes of a user, those that are required and some others; the user name is the case's own. */
export const userPlan = (type: ResourceType): fc.Arbitrary<Complex> => {
  const nodes = [...type.attributes.values()].filter(({ definition }) => definition.name !== 'userName');
  return nodes.length === 0 ? fc.constant({}) : complexFor(nodes);
};

/** The body of a request that makes or replaces a resource of a type. */
export const bodyOf = (type: ResourceType, attributes: Complex): Complex => {
  const extensions = type.extensions.map(({ path }) => path).filter((urn) => attributes[urn] !== undefined);
  return { schemas: [type.definition.schema, ...extensions], ...attributes };
};

/** The body of a PATCH request. RFC 7644 section 3.5.2. */
export const patchBody = (Operations: readonly unknown[]): JsonObject => ({ schemas: [PATCH_OP], Operations });
