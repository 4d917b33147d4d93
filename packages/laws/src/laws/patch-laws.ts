// Laws of PATCH over any implementation: what anybody can observe (RFC 7644 section 3.5.2).
import fc from 'fast-check';
import { isComplex, isList, resolveAttribute, valueAt, type Complex } from '@looop-scim/scim/attribute';
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { respellPath } from '../arbitraries/filter-syntax.ts';
import { looseOperationFor, operationFor, readOnlyNodes, writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { law, saysNothing, type Law } from '../law.ts';
import type { Patcher } from '../subjects/subject.ts';
import { normalFormFault, readOnlyPart } from './normal-form.ts';
import { isSealed } from './patch-case.ts';
import { patchListLaws } from './patch-list-laws.ts';
import {
  asComplex,
  lawsOver,
  patched,
  patchTrials,
  refusedAs,
  same,
  sameOutcome,
  touchesImmutable,
  type SubjectLaw,
  type SubjectOptions,
} from './subject-case.ts';

type PatchLaw = SubjectLaw<Patcher>;

const some = <Drawn>(one: (type: ResourceType, document: Complex) => fc.Arbitrary<Drawn>) =>
  (type: ResourceType, document: Complex) => fc.array(one(type, document), { minLength: 1, maxLength: 4 });

const documentNodes = (type: ResourceType): readonly AttributeNode[] =>
  [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');

const nodeOf = (type: ResourceType, path: string): AttributeNode => {
  const node = resolveAttribute(type, path);
  if (node === undefined) throw new TypeError(`${type.name} has no ${path}`);
  return node;
};

/** Paths of what a client may write. */
const pathOf = (type: ResourceType): fc.Arbitrary<string> =>
  fc.constantFrom(...writableNodes(type).map(({ path }) => path));

/** The same with a value that fits. */
const pathAndValue = (type: ResourceType) =>
  fc
    .constantFrom(...writableNodes(type))
    .chain((node) => valueOf(node, { secrets: true, readOnly: false }).map((value) => ({ path: node.path, value })));

const OPERATIONS = ['add', 'remove', 'replace'] as const;

const operationOf = (op: PatchOperation['op'], path: string, value: unknown): PatchOperation =>
  op === 'remove' ? { op, path } : { op, path, value };

const totality: PatchLaw = {
  law: (patcher, types) =>
    law(
      'PATCH is total: any operations are applied or refused, and what comes out has attributes of the schemas alone, each with values of its type, none twice, one primary at most',
      fc.asyncProperty(patchTrials(types, some(looseOperationFor)), async ({ drawn, ...rest }) => {
        const outcome = await patched(patcher, rest, drawn);
        if (!outcome.ok) return saysNothing();
        same(normalFormFault(documentNodes(rest.type), asComplex(outcome.document), 'readOnly'), undefined);
      }),
      { floor: 0.25 },
    ),
};

const sequence: PatchLaw = {
  law: (patcher, types) =>
    law(
      'PATCH is sequential: patch(a then b) = patch(b) of patch(a), and is refused where one of them is',
      fc.asyncProperty(
        patchTrials(types, (type, document) => fc.tuple(some(operationFor)(type, document), some(operationFor)(type, document))),
        async ({ drawn: [first, second], ...rest }) => {
          const atOnce = await patched(patcher, rest, [...first, ...second]);
          const between = await patched(patcher, rest, first);
          const inTurn = between.ok
            ? await patched(patcher, { ...rest, document: asComplex(between.document) }, second)
            : between;
          sameOutcome(atOnce, inTurn);
        },
      ),
    ),
};

const atomicity: PatchLaw = {
  law: (patcher, types) =>
    law(
      'PATCH is atomic: a request with one operation that fails is refused',
      fc.asyncProperty(patchTrials(types, some(operationFor)), fc.nat({ max: 4 }), async ({ drawn, ...rest }, at) => {
        const valid: PatchOperation[] = [];
        for (const one of drawn) if ((await patched(patcher, rest, [...valid, one])).ok) valid.push(one);
        const failing: PatchOperation = { op: 'replace', path: 'a b', value: 'x' };
        refusedAs(await patched(patcher, rest, valid.toSpliced(at, 0, failing)), 'invalidPath');
      }),
    ),
};

const spelling: PatchLaw = {
  law: (patcher, types) =>
    law(
      'case of names and URNs, and the core URN in front, do not change what is done',
      fc.asyncProperty(
        patchTrials(types, (type) => fc.tuple(pathAndValue(type), fc.constantFrom(...OPERATIONS), decisions)),
        async ({ drawn: [{ path, value }, op, choices], ...rest }) => {
          const respelled = respellPath(path, rest.type.definition.schema, chooser(choices));
          sameOutcome(
            await patched(patcher, rest, [operationOf(op, respelled, value)]),
            await patched(patcher, rest, [operationOf(op, path, value)]),
          );
        },
      ),
    ),
};

/** Values of some attributes that are no part of another one, extensions not among them. */
const topValues = (type: ResourceType): fc.Arbitrary<Readonly<Record<string, unknown>>> => {
  const nodes = writableNodes(type).filter(({ parent }) => parent === undefined);
  const entry = fc
    .constantFrom(...nodes)
    .chain((node) => valueOf(node, { secrets: true, readOnly: false }).map((value) => [node.path, value] as const));
  return fc.uniqueArray(entry, { minLength: 1, maxLength: 5, selector: ([path]) => path }).map(Object.fromEntries);
};

const withoutPath: PatchLaw = {
  law: (patcher, types) =>
    law(
      'an operation without path = one operation with path for each attribute of its value',
      fc.asyncProperty(
        patchTrials(types, (type) => fc.tuple(fc.constantFrom('add', 'replace'), topValues(type))),
        async ({ drawn: [op, value], ...rest }) => {
          const each = Object.entries(value).map(([path, one]): PatchOperation => ({ op, path, value: one }));
          sameOutcome(await patched(patcher, rest, [{ op, value }]), await patched(patcher, rest, each));
        },
      ),
    ),
};

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
          const echo = fc.constantFrom('add', 'replace').chain((op) =>
            fc.constantFrom(...top).map(({ path }): PatchOperation => ({ op, value: { [path]: 'x' } })),
          );
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

const all: readonly PatchLaw[] = [
  totality,
  sequence,
  atomicity,
  spelling,
  withoutPath,
  readOnlyRefused,
  readOnlyStays,
  noChange,
  idempotence,
  replacement,
  removal,
  unassigning,
  ...patchListLaws,
];

/**
 * Laws of PATCH over an implementation: total, sequential, atomic, idempotent, what paths and filters select and nothing else,
 * one primary, readOnly and immutable attributes, spelling. Lists are compared in their order. RFC 7644 section 3.5.2.
 */
export const patchLaws = (patcher: Patcher, options: SubjectOptions = {}): readonly Law[] =>
  lawsOver(patcher, options, all);
