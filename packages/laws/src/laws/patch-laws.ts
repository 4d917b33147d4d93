// Laws of PATCH on any document (RFC 7644 section 3.5.2).
import { ok } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { isComplex, isList, valueAt } from '@looop-scim/scim/attribute';
import { applyPatch, parsePatch, type PatchOperation } from '@looop-scim/scim/patch';
import { multiValuedAncestor, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import { diffDocuments } from '@looop-scim/scim/write';
import { chooser, decisions, pick, type Choose } from '../arbitraries/choices.ts';
import { respellWord } from '../arbitraries/filter-syntax.ts';
import { operationFor, patchBodyOf, pathlessValueFor, writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { typeNamed } from './filter-case.ts';
import { normalFormFault, readOnlyPart } from './normal-form.ts';
import { isSealed, nodeAt, outcome, patch, patchCasesWith, policies, same } from './patch-case.ts';
import { membershipStepLaws } from './membership-step-laws.ts';
import { patchListLaws } from './patch-list-laws.ts';

const operationsFor = (...[type, document]: Parameters<typeof operationFor>) =>
  fc.array(operationFor(type, document), { minLength: 1, maxLength: 4 });

const generalLaws: readonly Law[] = [
  law(
    'PATCH is total: any body is applied or refused, and what comes out is in normal form',
    fc.property(patchCasesWith(patchBodyOf), policies, ({ typeName, document, drawn }, policy) => {
      const type = typeNamed(typeName);
      const result = Result.flatMap(parsePatch(drawn, policy), (operations) =>
        applyPatch(type, document, operations, policy),
      );
      if (Result.isFailure(result)) return saysNothing();
      const nodes = [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');
      same(normalFormFault(nodes, result.success.document, 'readOnly'), undefined);
    }),
    { floor: 0.25 },
  ),
  law(
    'valid operations: the result is in normal form, readOnly attributes stay, and no difference means the same document',
    fc.property(patchCasesWith(operationsFor), ({ typeName, document, drawn }) => {
      const type = typeNamed(typeName);
      const result = patch({ typeName, document }, drawn);
      if (Result.isFailure(result)) return saysNothing();
      const after = result.success.document;
      const nodes = [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');
      same(normalFormFault(nodes, after, 'readOnly'), undefined);
      same(readOnlyPart(nodes, after), readOnlyPart(nodes, document));
      if (diffDocuments(type, document, after).length === 0) same(after, document);
    }),
  ),
  law(
    'PATCH is sequential: patch(a then b) = patch(b) of patch(a), and fails where one of them fails',
    fc.property(
      patchCasesWith((type, document) => fc.tuple(operationsFor(type, document), operationsFor(type, document))),
      ({ typeName, document, drawn: [first, second] }) => {
        const atOnce = patch({ typeName, document }, [...first, ...second]);
        const between = patch({ typeName, document }, first);
        const inTurn = Result.isFailure(between)
          ? between
          : patch({ typeName, document: between.success.document }, second);
        same(outcome(atOnce), outcome(inTurn));
      },
    ),
  ),
  law(
    'PATCH is atomic: one operation that fails makes the request fail, and the reason says which one it was',
    fc.property(patchCasesWith(operationsFor), ({ typeName, document, drawn }) => {
      const valid = drawn.filter((one) => Result.isSuccess(patch({ typeName, document }, [one]))).slice(0, 1);
      const failing: PatchOperation = { op: 'replace', path: 'a b', value: 'x' };
      const failure = Result.getOrThrow(Result.flip(patch({ typeName, document }, [...valid, failing])));
      ok(failure._tag === 'InvalidPath');
      ok(valid.length === 0 || failure.reason.includes('(operation 2 of 2)'), failure.reason);
    }),
  ),
];

/** The same path in other spellings: case, and core attributes with the URN of their schema. */
const respellPath = (path: string, core: string, choose: Choose): string => {
  const bare = !path.includes(':');
  return respellWord(bare && choose(2) === 1 ? `${core}:${path}` : path, choose);
};

const spellingLaws: readonly Law[] = [
  law(
    'case of op, keys, names and URNs, and the core URN in front, do not change what is done',
    fc.property(
      patchCasesWith((type) =>
        fc.constantFrom(...writableNodes(type)).chain((node) =>
          fc.record({
            name: fc.constant(node.path),
            op: fc.constantFrom('add', 'replace'),
            value: valueOf(node, { secrets: true, readOnly: false }),
            sequence: decisions,
          }),
        ),
      ),
      policies,
      ({ typeName, document, drawn: { name, op, value, sequence } }, policy) => {
        const type = typeNamed(typeName);
        const choose = chooser(sequence);
        const path = respellPath(name, type.definition.schema, choose);
        const strictOp = policy.anyCaseOperations ? respellWord(op, choose) : op;
        const strictKey = policy.anyCaseOperations ? pick(choose, ['Operations', 'operations']) : 'Operations';
        const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
        const apply = (body: unknown) =>
          outcome(Result.flatMap(parsePatch(body, policy), (parsed) => applyPatch(type, document, parsed, policy)));
        same(
          apply({ schemas, [strictKey]: [{ op: strictOp, path, value }] }),
          apply({ schemas, Operations: [{ op, path: name, value }] }),
        );
      },
    ),
  ),
  law(
    'an operation without path = one operation with path for each key of its value',
    fc.property(
      patchCasesWith((type) => fc.tuple(fc.constantFrom('add', 'replace'), pathlessValueFor(type))),
      ({ typeName, document, drawn: [op, value] }) => {
        const each = Object.entries(value).map(([path, one]): PatchOperation => ({ op, path, value: one }));
        same(outcome(patch({ typeName, document }, [{ op, value }])), outcome(patch({ typeName, document }, each)));
      },
    ),
  ),
];

const pathOf = (type: ResourceType) => fc.constantFrom(...writableNodes(type).map(({ path }) => path));

const pathAndValue = (...[type]: Parameters<typeof operationFor>) =>
  fc
    .constantFrom(...writableNodes(type))
    .chain((node) => valueOf(node, { secrets: true, readOnly: false }).map((value) => ({ path: node.path, value })));

/** Attributes that no client may write, also within what it may; memberships are derived or kept elsewhere. */
const readOnlyNodes = (nodes: Iterable<AttributeNode>): readonly AttributeNode[] =>
  [...nodes].flatMap((node) =>
    node.definition.mutability === 'readOnly' ? [node] : readOnlyNodes(node.children.values()),
  );

const mutabilityLaws: readonly Law[] = [
  law(
    'a path to what is readOnly is refused, whatever the operation',
    fc.property(
      patchCasesWith((type) => {
        const paths = readOnlyNodes(type.attributes.values()).map(({ path }) => path);
        return fc.tuple(fc.constantFrom(...paths), fc.constantFrom<PatchOperation['op']>('add', 'remove', 'replace'));
      }),
      policies,
      ({ typeName, document, drawn: [path, op] }, policy) => {
        const operation: PatchOperation = op === 'remove' ? { op, path } : { op, path, value: 'x' };
        same(outcome(patch({ typeName, document }, [operation], policy)), 'Mutability');
      },
    ),
  ),
  law(
    'without path what is readOnly is left out and reported',
    fc.property(
      patchCasesWith((type) => {
        const top = readOnlyNodes(type.attributes.values()).filter(({ parent }) => parent?.kind !== 'attribute');
        return fc.constantFrom(...top.map(({ path }) => path));
      }),
      ({ typeName, document, drawn: path }) => {
        const patched = Result.getOrThrow(patch({ typeName, document }, [{ op: 'replace', value: { [path]: 'x' } }]));
        same(patched, { document, memberships: [], ignored: [{ attribute: path, reason: 'readOnly' }] });
      },
    ),
  ),
];

const valueLaws: readonly Law[] = [
  law(
    'add of what is there changes nothing: patch(add p r.p, r) = r',
    fc.property(
      patchCasesWith((type) => pathOf(type)),
      ({ typeName, document, drawn: path }) => {
        const value = valueAt(document, nodeAt(typeName, path).keys);
        if (value === undefined) return saysNothing();
        same(outcome(patch({ typeName, document }, [{ op: 'add', path, value }])), document);
      },
    ),
  ),
  law(
    'replace is idempotent: patch(p, patch(p, r)) = patch(p, r)',
    fc.property(patchCasesWith(pathAndValue), ({ typeName, document, drawn: { path, value } }) => {
      const operation: PatchOperation = { op: 'replace', path, value };
      const once = patch({ typeName, document }, [operation]);
      if (Result.isFailure(once)) return saysNothing();
      same(outcome(patch({ typeName, document: once.success.document }, [operation])), once.success.document);
    }),
  ),
  law(
    'what is replaced has the new value, and only sub-attributes that the value of a complex attribute names change',
    fc.property(patchCasesWith(pathAndValue), ({ typeName, document, drawn: { path, value } }) => {
      const node = nodeAt(typeName, path);
      const result = patch({ typeName, document }, [{ op: 'replace', path, value }]);
      if (Result.isFailure(result)) return void same(result.failure._tag, 'Mutability');
      const after = valueAt(result.success.document, node.keys);
      if (isList(value) || !isComplex(value)) {
        // An immutable attribute keeps the spelling it has when the two differ in case alone.
        if (node.definition.mutability !== 'immutable') same(after, withHidden(node, value) ? after : value);
        return;
      }
      const before = valueAt(document, node.keys);
      for (const { definition } of node.children.values()) {
        const kept = isComplex(before) ? before[definition.name] : undefined;
        const wanted = value[definition.name] ?? kept;
        if (definition.mutability !== 'immutable') same(isComplex(after) ? after[definition.name] : undefined, wanted);
      }
    }),
  ),
  law(
    'a removed path is unassigned; what is required or immutable is refused instead',
    fc.property(
      patchCasesWith((type) => pathOf(type)),
      ({ typeName, document, drawn: path }) => {
        const node = nodeAt(typeName, path);
        const before = valueAt(document, node.keys);
        const result = patch({ typeName, document }, [{ op: 'remove', path }]);
        if (before !== undefined && isSealed(node)) return void same(outcome(result), 'Mutability');
        const after = Result.getOrThrow(result).document;
        same(valueAt(after, node.keys), undefined);
        if (before === undefined) same(after, document);
      },
    ),
  ),
  law(
    'replace with null or an empty list = remove',
    fc.property(
      patchCasesWith((type) => fc.tuple(pathOf(type), fc.constantFrom(null, []))),
      ({ typeName, document, drawn: [path, value] }) => {
        const replaced = patch({ typeName, document }, [{ op: 'replace', path, value }]);
        same(outcome(replaced), outcome(patch({ typeName, document }, [{ op: 'remove', path }])));
      },
    ),
  ),
];

/** Whether elements have parts that clients cannot send, which the server keeps where the rest is sent back unchanged. */
const withHidden = (node: AttributeNode, value: unknown): boolean =>
  isList(value as never) &&
  multiValuedAncestor(node) === node &&
  [...node.children.values()].some(({ definition }) => definition.mutability === 'readOnly');

/** Laws of PATCH. RFC 7644 section 3.5.2. */
export const patchLaws: readonly Law[] = [
  ...generalLaws,
  ...spellingLaws,
  ...mutabilityLaws,
  ...valueLaws,
  ...patchListLaws,
  ...membershipStepLaws,
];
