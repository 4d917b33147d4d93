// Laws of PATCH over any implementation: what anybody can observe (RFC 7644 section 3.5.2).
import fc from 'fast-check';
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { respellPath } from '../arbitraries/filter-syntax.ts';
import { looseOperationFor, operationFor, writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { law, saysNothing, type Law } from '../law.ts';
import type { Patcher } from '../subjects/subject.ts';
import { normalFormFault } from './normal-form.ts';
import { patchListLaws } from './patch-list-laws.ts';
import { operationOf, OPERATIONS, pathAndValue, some, type PatchLaw } from './patch-trial.ts';
import { patchValueLaws } from './patch-value-laws.ts';
import {
  asComplex,
  lawsOver,
  patched,
  patchTrials,
  refusedAs,
  same,
  sameOutcome,
  type SubjectOptions,
} from './subject-case.ts';

const documentNodes = (type: ResourceType): readonly AttributeNode[] =>
  [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');

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
        patchTrials(types, (type, document) =>
          fc.tuple(some(operationFor)(type, document), some(operationFor)(type, document)),
        ),
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

const all: readonly PatchLaw[] = [
  totality,
  sequence,
  atomicity,
  spelling,
  withoutPath,
  ...patchValueLaws,
  ...patchListLaws,
];

/**
 * Laws of PATCH over an implementation: total, sequential, atomic, idempotent, what paths and filters select and nothing else,
 * one primary, readOnly and immutable attributes, spelling. Lists are compared in their order. RFC 7644 section 3.5.2.
 */
export const patchLaws = (patcher: Patcher, options: SubjectOptions = {}): readonly Law[] =>
  lawsOver(patcher, options, all);
