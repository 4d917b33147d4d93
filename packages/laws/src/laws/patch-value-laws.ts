// Laws of PATCH over any implementation, on what values become: characteristics, idempotence, replacement, removal.
import fc from 'fast-check';
import { isComplex, isList, valueAt, type Complex } from '@looop-scim/scim/attribute';
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { operationFor, readOnlyNodes } from '../arbitraries/patch.ts';
import { law, saysNothing } from '../law.ts';
import { readOnlyPart } from './normal-form.ts';
import { isSealed } from './patch-case.ts';
import { nodeOf, operationOf, OPERATIONS, pathAndValue, pathOf, some, type PatchLaw } from './patch-trial.ts';
import { asComplex, patched, patchTrials, refusedAs, same, sameOutcome, touchesImmutable } from './subject-case.ts';

const readOnlyRefused: PatchLaw = {
  law: (patcher, types) =>
    law(
      'a path to what is readOnly is refused, whatever the operation',
      fc.asyncProperty(
        patchTrials(types, (type) => {
          const paths = readOnlyNodes(type.attributes.values()).map(({ path }) => path);
          return fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...OPERATIONS));
        }),
        async ({ drawn: [path, op], ...rest }) => {
          refusedAs(await patched(patcher, rest, [operationOf(op, path, 'x')]), 'mutability');
        },
      ),
    ),
};

const readOnlyStays: PatchLaw = {
  law: (patcher, types) =>
    law(
      'readOnly attributes stay, also where an operation without path names them',
      fc.asyncProperty(
        patchTrials(types, (type, document) => {
          const top = readOnlyNodes(type.attributes.values()).filter(({ parent }) => parent === undefined);
          const echo = fc
            .constantFrom('add', 'replace')
            .chain((op) => fc.constantFrom(...top).map(({ path }): PatchOperation => ({ op, value: { [path]: 'x' } })));
          return fc.tuple(some(operationFor)(type, document), fc.option(echo, { nil: undefined }));
        }),
        async ({ drawn: [operations, echo], ...rest }) => {
          const echoed = await patched(patcher, rest, echo === undefined ? [] : [echo, ...operations]);
          const outcome = echo !== undefined && echoed.ok ? echoed : await patched(patcher, rest, operations);
          if (!outcome.ok) return saysNothing();
          const nodes = [...rest.type.attributes.values()];
          same(readOnlyPart(nodes, asComplex(outcome.document)), readOnlyPart(nodes, rest.document));
        },
      ),
    ),
};

const noChange: PatchLaw = {
  law: (patcher, types) =>
    law(
      'add and replace of what is there change nothing: patch(add p r.p, r) = r = patch(replace p r.p, r)',
      fc.asyncProperty(
        patchTrials(types, (type) => fc.tuple(pathOf(type), fc.constantFrom('add', 'replace'))),
        async ({ drawn: [path, op], ...rest }) => {
          const value = valueAt(rest.document, nodeOf(rest.type, path).keys);
          if (value === undefined) return saysNothing();
          same(await patched(patcher, rest, [{ op, path, value }]), { ok: true, document: rest.document });
        },
      ),
    ),
};

const idempotence: PatchLaw = {
  law: (patcher, types) =>
    law(
      'add, remove and replace are idempotent: patch(p, patch(p, r)) = patch(p, r)',
      fc.asyncProperty(
        patchTrials(types, (type) => fc.tuple(pathAndValue(type), fc.constantFrom(...OPERATIONS))),
        async ({ drawn: [{ path, value }, op], ...rest }) => {
          const operation = operationOf(op, path, value);
          const once = await patched(patcher, rest, [operation]);
          if (!once.ok) return saysNothing();
          same(await patched(patcher, { ...rest, document: asComplex(once.document) }, [operation]), once);
        },
      ),
    ),
};

/** Whether the elements have parts that clients cannot send, which a server keeps where the rest is sent back unchanged. */
const hasHiddenParts = ({ definition, children }: AttributeNode): boolean =>
  definition.multiValued && [...children.values()].some((part) => part.definition.mutability === 'readOnly');

const replacement: PatchLaw = {
  law: (patcher, types) =>
    law(
      'what is replaced has the new value, and only sub-attributes that the value of a complex attribute names change',
      fc.asyncProperty(patchTrials(types, pathAndValue), async ({ drawn: { path, value }, ...rest }) => {
        const node = nodeOf(rest.type, path);
        const outcome = await patched(patcher, rest, [{ op: 'replace', path, value }]);
        if (!outcome.ok) {
          same(touchesImmutable(node), true);
          return refusedAs(outcome, 'mutability');
        }
        const after = valueAt(asComplex(outcome.document), node.keys);
        if (isList(value) || !isComplex(value)) {
          // An immutable attribute keeps the spelling it has when the two differ in case alone.
          if (node.definition.mutability !== 'immutable') same(after, hasHiddenParts(node) ? after : value);
          return;
        }
        const before = valueAt(rest.document, node.keys);
        for (const { definition } of node.children.values()) {
          if (definition.mutability === 'immutable') continue;
          const kept = isComplex(before) ? before[definition.name] : undefined;
          same(isComplex(after) ? after[definition.name] : undefined, value[definition.name] ?? kept);
        }
      }),
    ),
};

const removal: PatchLaw = {
  law: (patcher, types) =>
    law(
      'a removed path is unassigned and nothing else changes; what is required or immutable is refused instead',
      fc.asyncProperty(patchTrials(types, pathOf), async ({ drawn: path, ...rest }) => {
        const node = nodeOf(rest.type, path);
        const before = valueAt(rest.document, node.keys);
        const outcome = await patched(patcher, rest, [{ op: 'remove', path }]);
        if (before !== undefined && isSealed(node)) return refusedAs(outcome, 'mutability');
        same(outcome, { ok: true, document: without(rest.document, node.keys) });
      }),
    ),
};

/** The document without what lies at the keys, and without what is then empty. */
const without = (document: Complex, [key = '', ...keys]: readonly string[]): Complex => {
  const { [key]: held, ...others } = document;
  if (held === undefined || keys.length === 0 || !isComplex(held)) return held === undefined ? document : others;
  const inner = without(held, keys);
  return Object.keys(inner).length === 0 ? others : { ...document, [key]: inner };
};

const unassigning: PatchLaw = {
  law: (patcher, types) =>
    law(
      'replace with null, or of a list with an empty list = remove',
      fc.asyncProperty(
        patchTrials(types, (type) => fc.tuple(pathOf(type), fc.constantFrom(null, []))),
        async ({ drawn: [path, nothing], ...rest }) => {
          const value = nodeOf(rest.type, path).definition.multiValued ? nothing : null;
          sameOutcome(
            await patched(patcher, rest, [{ op: 'replace', path, value }]),
            await patched(patcher, rest, [{ op: 'remove', path }]),
          );
        },
      ),
    ),
};

/** Laws about values. RFC 7644 section 3.5.2, RFC 7643 sections 2.5 and 7. */
export const patchValueLaws: readonly PatchLaw[] = [
  readOnlyRefused,
  readOnlyStays,
  noChange,
  idempotence,
  replacement,
  removal,
  unassigning,
];
