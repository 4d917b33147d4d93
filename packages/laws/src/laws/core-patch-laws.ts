// Laws of PATCH about what the core alone has: policies, reasons, reports, the difference between two documents.
import { ok } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { applyPatch, parsePatch, type PatchOperation } from '@looop-scim/scim/patch';
import type { ResourceType } from '@looop-scim/scim/schema';
import { diffDocuments } from '@looop-scim/scim/write';
import { chooser, decisions, pick } from '../arbitraries/choices.ts';
import { respellPath, respellWord } from '../arbitraries/filter-syntax.ts';
import { operationFor, patchBodyOf, pathlessValueFor, readOnlyNodes, writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { typeNamed } from './filter-case.ts';
import { normalFormFault, readOnlyPart } from './normal-form.ts';
import { outcome, patch, patchCasesWith, policies, same } from './patch-case.ts';
import { membershipStepLaws } from './membership-step-laws.ts';
import { corePatchListLaws } from './core-patch-list-laws.ts';

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

const mutabilityLaws: readonly Law[] = [
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

/** Laws of PATCH that the core alone promises: the message, its failures and reports, leniencies, steps for stores. */
export const corePatchLaws: readonly Law[] = [
  ...generalLaws,
  ...spellingLaws,
  ...mutabilityLaws,
  ...valueLaws,
  ...corePatchListLaws,
  ...membershipStepLaws,
];
