// Laws of PATCH on the elements of lists, over any implementation (RFC 7644 section 3.5.2).
import { ok } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { isComplex, isList, sameValue, valueAt, type Complex, type Element } from '@looop-scim/scim/attribute';
import { bindElementFilter, evaluateFilter, printFilter, type Filter } from '@looop-scim/scim/filter';
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { elementFilterFor } from '../arbitraries/filter.ts';
import { partsOf, selectableLists, writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { law, saysNothing } from '../law.ts';
import { hasLabelledLists, isSealed, labelledListsOf } from './patch-case.ts';
import type { PatchLaw } from './patch-trial.ts';
import { asComplex, patched, patchTrials, refusedAs, same, touchesImmutable } from './subject-case.ts';

const elementsAt = (document: Complex, node: AttributeNode): readonly Element[] => {
  const value = valueAt(document, node.keys);
  return isList(value) ? value : [];
};

/** Whether the filter between the brackets behind a list selects an element of it. */
const selects = (node: AttributeNode, filter: Filter, element: Element): boolean => {
  const bound = Result.getOrThrow(bindElementFilter(node, filter));
  const keys = node.keys.toReversed();
  const holder = keys.reduce<Complex | readonly Element[]>((inner, key) => ({ [key]: inner }), [element]);
  return isComplex(holder) && evaluateFilter({ kind: 'element', attribute: node, filter: bound }, holder);
};

const options = { secrets: true, readOnly: false } as const;

/** A list of the type with a filter on its elements, and one element that it could have. */
const selection = (type: ResourceType, document: Complex) =>
  fc.constantFrom(...selectableLists(type)).chain((node) =>
    fc.record({
      node: fc.constant(shownByPath(node)),
      filter: elementFilterFor(node, { documents: [document], plain: true }),
      element: valueOf(node, options).map((list) => (isList(list) ? list[0] : list)),
    }),
  );

/** The node with its path for counterexamples: written out, its definition would hide what the case is about. */
const shownByPath = (node: AttributeNode): AttributeNode =>
  Object.defineProperty({ ...node }, fc.toStringMethod, { value: () => node.path });

const isWritableInside = (node: AttributeNode): boolean => !isSealed(node) && !touchesImmutable(node);

const withoutPrimary = (element: Element): Element => {
  if (!isComplex(element)) return element;
  const { primary: _primary, ...rest } = element;
  return rest;
};

const primariesOf = (elements: readonly Element[]): readonly Complex[] =>
  elements.filter((element) => isComplex(element)).filter(({ primary }) => primary === true);

const allThere = (wanted: readonly Element[], among: readonly Element[], otherwise: string): void => {
  const rest = among.map(withoutPrimary);
  for (const one of wanted)
    ok(
      rest.some((other) => sameValue(other, withoutPrimary(one))),
      otherwise,
    );
};

const hasSelectableLists = (type: ResourceType): boolean => selectableLists(type).length > 0;

const selectedRemoval: PatchLaw = {
  has: hasSelectableLists,
  law: (patcher, types) =>
    law(
      'remove of attr[filter] removes exactly the elements for which the filter holds',
      fc.asyncProperty(patchTrials(types, selection), async ({ drawn: { node, filter }, ...rest }) => {
        if (isSealed(node)) return saysNothing();
        const path = `${node.path}[${printFilter(filter)}]`;
        const outcome = await patched(patcher, rest, [{ op: 'remove', path }]);
        const kept = elementsAt(rest.document, node).filter((element) => !selects(node, filter, element));
        const isMiss = kept.length === elementsAt(rest.document, node).length;
        // RFC 7644 section 3.5.2.2 names no failure where nothing matches; section 3.12 has noTarget.
        if (!outcome.ok && isMiss) return refusedAs(outcome, 'noTarget');
        same(outcome.ok && elementsAt(asComplex(outcome.document), node), kept);
      }),
    ),
};

const selectedWrite: PatchLaw = {
  has: hasSelectableLists,
  law: (patcher, types) =>
    law(
      'a write to attr[filter] leaves the other elements as they are, but for primary',
      fc.asyncProperty(
        patchTrials(types, (type, document) => fc.tuple(selection(type, document), fc.constantFrom('add', 'replace'))),
        async ({ drawn: [{ node, filter, element }, op], ...rest }) => {
          const path = `${node.path}[${printFilter(filter)}]`;
          const outcome = await patched(patcher, rest, [{ op, path, value: element }]);
          const before = elementsAt(rest.document, node);
          if (!outcome.ok || before.length === 0) return saysNothing();
          const others = before.filter((one) => !selects(node, filter, one));
          const after = elementsAt(asComplex(outcome.document), node);
          allThere(others, after, 'an element that the filter does not select is gone');
        },
      ),
      { floor: 0.15 },
    ),
};

const partSelection = (type: ResourceType, document: Complex) =>
  fc.constantFrom(...partialLists(type)).chain((node) =>
    fc.constantFrom(...partsOf(node)).chain((part) =>
      fc.record({
        node: fc.constant(shownByPath(node)),
        filter: elementFilterFor(node, { documents: [document], plain: true }),
        part: fc.constant(part.definition.name),
        value: valueOf(part, options),
      }),
    ),
  );

const partialLists = (type: ResourceType): readonly AttributeNode[] =>
  selectableLists(type).filter((node) => partsOf(node).length > 0 && isWritableInside(node));

const partWrite: PatchLaw = {
  has: (type) => partialLists(type).length > 0,
  law: (patcher, types) =>
    law(
      'replace of attr[filter].sub sets it in each element that the filter selects and changes nothing else; where there is none it is refused, or makes one new element',
      fc.asyncProperty(patchTrials(types, partSelection), async ({ drawn: { node, filter, part, value }, ...rest }) => {
        const before = elementsAt(rest.document, node);
        const isSelected = (element: Element): boolean => selects(node, filter, element);
        const path = `${node.path}[${printFilter(filter)}].${part}`;
        const outcome = await patched(patcher, rest, [{ op: 'replace', path, value }]);
        if (!before.some(isSelected)) {
          if (!outcome.ok) return refusedAs(outcome, 'noTarget');
          const after = elementsAt(asComplex(outcome.document), node);
          ok(after.length <= before.length + 1, 'more than one element was made');
          return allThere(before, after, 'an element is gone');
        }
        if (!outcome.ok || part === 'primary') return saysNothing();
        const after = elementsAt(asComplex(outcome.document), node);
        const written = before
          .filter(isSelected)
          .map((element) => (isComplex(element) ? { ...element, [part]: value } : element));
        allThere(written, after, 'a selected element does not have the value, or lost another one');
        allThere(
          before.filter((element) => !isSelected(element)),
          after,
          'an element that the filter does not select has changed',
        );
      }),
      { floor: 0.4 },
    ),
};

const listsOf = (type: ResourceType): readonly AttributeNode[] =>
  writableNodes(type).filter(({ definition }) => definition.multiValued);

const additions = (type: ResourceType, document: Complex) =>
  fc.constantFrom(...listsOf(type)).chain((node) => {
    const held = elementsAt(document, node);
    return fc.record({
      node: fc.constant(shownByPath(node)),
      held: held.length === 0 ? fc.constant<readonly Element[]>([]) : fc.subarray([...held]),
      added: valueOf(node, options).map((list) => (isList(list) ? list : [])),
    });
  });

const addition: PatchLaw = {
  has: (type) => listsOf(type).length > 0,
  law: (patcher, types) =>
    law(
      'add keeps what is there and adds what is new, each once',
      fc.asyncProperty(patchTrials(types, additions), async ({ drawn: { node, held, added }, ...rest }) => {
        const outcome = await patched(patcher, rest, [{ op: 'add', path: node.path, value: [...held, ...added] }]);
        const isRefusable = touchesImmutable(node) || primariesOf([...held, ...added]).length > 1;
        if (!outcome.ok) return isRefusable ? saysNothing() : same(outcome, { ok: true });
        const before = elementsAt(rest.document, node);
        const after = elementsAt(asComplex(outcome.document), node);
        ok(after.length <= before.length + added.length, 'more than what was added');
        allThere([...before, ...added], after, 'an element is missing');
      }),
    ),
};

const onePrimary: PatchLaw = {
  has: hasLabelledLists,
  law: (patcher, types) =>
    law(
      'at most one element is primary, and it is the last one that was made so',
      fc.asyncProperty(
        patchTrials(types, (type) =>
          fc.record({
            node: fc.constantFrom(...labelledListsOf(type)).map(shownByPath),
            values: fc.uniqueArray(fc.constantFrom('primary-a', 'primary-b', 'primary-c'), { minLength: 1 }),
            again: fc.boolean(),
          }),
        ),
        async ({ drawn: { node, values, again }, ...rest }) => {
          const make = values.map((value): PatchOperation => {
            return { op: 'add', path: node.path, value: [{ value, primary: true }] };
          });
          const [first = ''] = values;
          const path = `${node.path}[value eq "${first}"].primary`;
          const operations: readonly PatchOperation[] = again ? [...make, { op: 'replace', path, value: true }] : make;
          const outcome = await patched(patcher, rest, operations);
          same(outcome.ok, true);
          const after = outcome.ok ? elementsAt(asComplex(outcome.document), node) : [];
          same(
            primariesOf(after).map(({ value }) => value),
            [again ? first : values.at(-1)],
          );
        },
      ),
    ),
};

/** Laws of PATCH on lists. */
export const patchListLaws: readonly PatchLaw[] = [selectedRemoval, selectedWrite, partWrite, addition, onePrimary];
