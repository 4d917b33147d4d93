// Under every set of leniencies: a request that succeeds removes nothing that it did not name, and whatever it stores was
// readable as the type of its attribute (RFC 7644 section 3.12, invalidValue).
import { ok } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { valueAt, type Complex } from '@looop-scim/scim/attribute';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import { applyPatch, type PatchOperation } from '@looop-scim/scim/patch';
import { readDocument } from '@looop-scim/scim/read';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { checkNothingLost, diffDocuments, replaceDocument } from '@looop-scim/scim/write';
import { anyPolicy, clientValueOf } from '../arbitraries/client-value.ts';
import { writableNodes } from '../arbitraries/patch.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { typeNamed } from './filter-case.ts';
import { normalFormFault } from './normal-form.ts';
import { nodeAt, patchCasesWith, same } from './patch-case.ts';
import { isNothing, isReadable } from './readable.ts';

const show = (json: unknown): string => JSON.stringify(json) ?? 'undefined';

const documentNodes = (type: ResourceType): readonly AttributeNode[] =>
  [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');

/** What is sent for an attribute without an object around it that has the attribute as its only member. */
const unwrapped = ({ definition, children }: AttributeNode, json: unknown, policy: InteropPolicy): unknown => {
  if (!policy.unwrapNamedValue || typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const [[key, inner] = ['', undefined], ...others] = Object.entries(json);
  const isNamed = others.length === 0 && key.toLowerCase() === definition.name.toLowerCase();
  return isNamed && !children.has(key.toLowerCase()) ? inner : json;
};

interface Outcome {
  readonly before: Complex;
  readonly after: Complex;
  readonly node: AttributeNode;
  readonly json: unknown;
  readonly policy: InteropPolicy;
}

/** What holds of every write that succeeded: `json` is what it sent for `node`. */
const checkLossless = (type: ResourceType, { before, after, node, json, policy }: Outcome): void => {
  same(normalFormFault(documentNodes(type), after, 'readOnly'), undefined);
  const lost = valueAt(before, node.keys) !== undefined && valueAt(after, node.keys) === undefined;
  ok(!lost || isNothing(node, json, policy), `${node.path} is gone, but ${show(json)} does not say so`);
};

/** Whether a change is one of the attribute, of what is in it or of what it is in. */
const concerns = ({ path }: AttributeNode, attribute: string): boolean =>
  [path, attribute].some((one) => [attribute, path].some((other) => one === other || one.startsWith(`${other}.`))) ||
  attribute.startsWith(`${path}:`);

const sent = (type: ResourceType) =>
  fc
    .constantFrom(...writableNodes(type))
    .chain((node) => fc.record({ path: fc.constant(node.path), json: clientValueOf(node) }));

const operationOf = (op: 'add' | 'replace', withPath: boolean, path: string, value: unknown): PatchOperation =>
  withPath ? { op, path, value } : { op, value: { [path]: value } };

const patchLaw = law(
  'a PATCH that succeeds could read its value, changes nothing beside it, and takes nothing away but by saying so',
  fc.property(
    patchCasesWith(sent),
    anyPolicy,
    fc.constantFrom('add' as const, 'replace' as const),
    fc.boolean(),
    ({ typeName, document, drawn: { path, json } }, policy, op, withPath) => {
      const [type, node] = [typeNamed(typeName), nodeAt(typeName, path)];
      const result = applyPatch(type, document, [operationOf(op, withPath, path, json)], policy);
      if (Result.isFailure(result)) return saysNothing();
      const after = result.success.document;
      const value = unwrapped(node, json, policy);
      const single = op === 'add' && node.definition.multiValued;
      ok(
        isReadable(node, value, policy) || (single && isReadable(node, [value], policy)),
        `${path} was written with ${show(json)}`,
      );
      checkLossless(type, { before: document, after, node, json: value, policy });
      const beside = diffDocuments(type, document, after).filter(({ attribute }) => !concerns(node, attribute));
      same(beside, []);
    },
  ),
  { floor: 0.2 },
);

const bodyCases = patchCasesWith((type) =>
  fc
    .constantFrom(...documentNodes(type).filter(({ definition }) => definition.mutability !== 'readOnly'))
    .chain((node) => fc.record({ path: fc.constant(node.path), json: clientValueOf(node) })),
);

const isReadableExtension = (node: AttributeNode, json: unknown, policy: InteropPolicy): boolean =>
  node.kind === 'extension' && typeof json === 'object' && isReadable({ ...node, kind: 'attribute' }, json, policy);

const putLaw = law(
  'a PUT or POST that succeeds could read each value, and a PUT takes no value away of which it says another thing',
  fc.property(bodyCases, anyPolicy, ({ typeName, document, drawn: { path, json } }, policy) => {
    const [type, node] = [typeNamed(typeName), nodeAt(typeName, path)];
    const body = { schemas: [type.definition.schema], [path]: json };
    const read = readDocument(type, body, policy);
    if (Result.isFailure(read)) return saysNothing();
    ok(
      isReadable(node, json, policy) || isReadableExtension(node, json, policy),
      `${path} was read from ${show(json)}`,
    );
    const { document: incoming, unreadable } = read.success;
    const replaced = Result.flatMap(checkNothingLost(document, unreadable), () =>
      replaceDocument(type, document, incoming),
    );
    if (Result.isFailure(replaced) || node.kind === 'extension') return;
    checkLossless(type, { before: document, after: replaced.success, node, json, policy });
  }),
  { floor: 0.2 },
);

/** Laws of what a request may take away and what it may store, under any policy. */
export const losslessLaws: readonly Law[] = [patchLaw, putLaw];
