// Laws of PATCH on the elements of lists that go beyond RFC 7644 section 3.5.2: leniencies, and paths through lists.
import { ok } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { isComplex, isList, sameValue, valueAt, type Complex, type Element } from '@looop-scim/scim/attribute';
import { evaluateFilter, printFilter, type BoundFilter } from '@looop-scim/scim/filter';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { bindPatchPath, type PatchOperation } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { elementFilterFor } from '../arbitraries/filter.ts';
import { listPartWriteFor, listWriteFor, partsOf, selectableLists, writableNodes } from '../arbitraries/patch.ts';
import { valueOf } from '../arbitraries/resource.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { typeNamed } from './filter-case.ts';
import {
  hasLabelledLists,
  isSealed,
  labelledListsOf,
  listCasesWith,
  nodeAt,
  outcome,
  patch,
  same,
} from './patch-case.ts';

const listsOf = (type: ResourceType): readonly AttributeNode[] =>
  writableNodes(type).filter(({ definition }) => definition.multiValued);

const hasParts = (type: ResourceType): boolean => selectableLists(type).some((node) => partsOf(node).length > 0);

const elementsAt = (document: Complex, node: AttributeNode): readonly Element[] => {
  const value = valueAt(document, node.keys);
  return isList(value) ? value : [];
};

/** Whether a list with this one element has one that the filter of the path selects. */
const selects = (filter: BoundFilter, node: AttributeNode, element: Element): boolean => {
  const keys = node.keys.toReversed();
  const holder = keys.reduce<Complex | readonly Element[]>((inner, key) => ({ [key]: inner }), [element]);
  return isComplex(holder) && evaluateFilter({ kind: 'element', attribute: node, filter }, holder);
};

const filterOf = (typeName: string, path: string): BoundFilter => {
  const bound = Result.getOrThrow(bindPatchPath(typeNamed(typeName), path, interopPolicy));
  ok(bound.selection !== undefined);
  return bound.selection.filter;
};

const selectionLaws: readonly Law[] = [
  law(
    'remove of attr[filter] is applied whether the filter selects anything or not, and removes what it selects',
    fc.property(
      listCasesWith((type, document) =>
        fc
          .constantFrom(...selectableLists(type))
          .chain((node) =>
            elementFilterFor(node, { documents: [document] }).map(
              (filter) => [node.path, printFilter(filter)] as const,
            ),
          ),
      ),
      ({ typeName, document, drawn: [list, filter] }) => {
        const node = nodeAt(typeName, list);
        const path = `${list}[${filter}]`;
        const result = patch({ typeName, document }, [{ op: 'remove', path }]);
        if (isSealed(node)) return saysNothing();
        const after = Result.getOrThrow(result).document;
        const bound = filterOf(typeName, path);
        const kept = elementsAt(document, node).filter((element) => !selects(bound, node, element));
        same(elementsAt(after, node), kept);
      },
    ),
  ),
  law(
    'replace of attr[filter].sub sets it in each element that the filter selects; where there is none, in a new one that it selects',
    fc.property(
      listCasesWith(listPartWriteFor, hasParts),
      ({ typeName, document, drawn: { path, list, part, value } }) => {
        const node = nodeAt(typeName, list);
        const bound = filterOf(typeName, path);
        const matches = elementsAt(document, node).filter((element) => selects(bound, node, element));
        const operation: PatchOperation = { op: 'replace', path, value };
        const literal = { ...interopPolicy, createOnFilterMiss: false };
        if (matches.length === 0) same(outcome(patch({ typeName, document }, [operation], literal)), 'NoTarget');
        const result = patch({ typeName, document }, [operation]);
        if (Result.isFailure(result)) return saysNothing();
        const written = elementsAt(result.success.document, node).filter(
          (element) => isComplex(element) && isDeepStrictEqual(element[part], value),
        );
        if (matches.length === 0) {
          ok(
            written.some((element) => selects(bound, node, element)),
            'nothing that the filter selects was made',
          );
          // Elements that differ in primary alone may have become one.
          const { length } = elementsAt(result.success.document, node);
          ok(length <= elementsAt(document, node).length + 1 && length > 0);
        } else if (part !== 'primary') {
          ok(written.length > 0, 'nothing was written');
        }
      },
    ),
  ),
  law(
    'what is made where nothing matches has each value that the filter demands, and the one that is written',
    fc.property(
      listCasesWith((type) => {
        return fc.constantFrom(...labelledListsOf(type)).chain((node) => {
          const value = node.children.get('value') ?? node;
          return fc.tuple(fc.constant(node.path), fc.uuid(), fc.boolean(), valueOf(value));
        });
      }, hasLabelledLists),
      ({ typeName, document, drawn: [list, kind, primary, value] }) => {
        const path = `${list}[type eq "${kind}" and primary eq ${primary}].value`;
        const after = Result.getOrThrow(patch({ typeName, document }, [{ op: 'add', path, value }])).document;
        const made = elementsAt(after, nodeAt(typeName, list)).at(-1);
        same({ ...(isComplex(made) ? made : {}) }, { type: kind, primary, value });
      },
    ),
  ),
  law(
    'replace of attr[filter] with null = remove of attr[filter]',
    fc.property(listCasesWith(listWriteFor), ({ typeName, document, drawn: { path } }) => {
      const replaced = patch({ typeName, document }, [{ op: 'replace', path, value: null }]);
      same(outcome(replaced), outcome(patch({ typeName, document }, [{ op: 'remove', path }])));
    }),
  ),
];

const withoutPart = (element: Element, part: string): Element => {
  if (!isComplex(element)) return element;
  const { [part]: _part, primary: _primary, ...rest } = element;
  return rest;
};

const partWriteFor = (type: ResourceType, document: Complex) =>
  fc.record({
    written: listPartWriteFor(type, document),
    op: fc.constantFrom<PatchOperation['op']>('add', 'replace', 'remove'),
  });

const throughLists = law(
  'a path through a list to a sub-attribute writes that alone, in each element: every element keeps the rest',
  fc.property(listCasesWith(partWriteFor, hasParts), ({ typeName, document, drawn: { written, op } }) => {
    const { list, part, value } = written;
    const node = nodeAt(typeName, list);
    const path = `${list}.${part}`;
    const operation: PatchOperation = op === 'remove' ? { op, path } : { op, path, value };
    const result = patch({ typeName, document }, [operation], strictPolicy);
    if (Result.isFailure(result)) return saysNothing();
    const after = elementsAt(result.success.document, node);
    const rests = after.map((element) => withoutPart(element, part));
    for (const element of elementsAt(document, node)) {
      const rest = withoutPart(element, part);
      // An element that had nothing but the sub-attribute goes with it.
      if (isComplex(rest) && Object.keys(rest).length === 0) continue;
      ok(
        rests.some((one) => sameValue(one, rest)),
        'an element has lost what was not written',
      );
    }
    if (op === 'replace' && part !== 'primary') {
      ok(
        after.every((element) => isComplex(element) && isDeepStrictEqual(element[part], value)),
        'an element was left out',
      );
    }
    if (op === 'remove') ok(after.every((element) => !isComplex(element) || element[part] === undefined));
  }),
  { floor: 0.4 },
);

const valuesAndDocument = (type: ResourceType, document: Complex) =>
  fc.constantFrom(...listsOf(type)).chain((node) => {
    const held = elementsAt(document, node);
    const some = held.length === 0 ? fc.constant<readonly Element[]>([]) : fc.subarray([...held]);
    return fc.tuple(fc.constant(node.path), some, valueOf(node, { secrets: true, readOnly: false }));
  });

const listLaws: readonly Law[] = [
  law(
    'remove with a value removes what it lists and nothing else; an empty list removes nothing',
    fc.property(listCasesWith(valuesAndDocument), ({ typeName, document, drawn: [list, held, value] }) => {
      const node = nodeAt(typeName, list);
      const readOnly = new Set(
        [...node.children.values()].filter(({ definition }) => definition.mutability === 'readOnly'),
      );
      const others = isList(value) ? value : [];
      if (isSealed(node)) return saysNothing();
      const result = patch({ typeName, document }, [{ op: 'remove', path: list, value: [...held, ...others] }]);
      const before = elementsAt(document, node);
      const after = elementsAt(Result.getOrThrow(result).document, node);
      ok(
        after.every((element) => before.includes(element)),
        'something new came up',
      );
      ok(!after.some((element) => held.includes(element)), 'something listed is left');
      const empty = patch({ typeName, document }, [{ op: 'remove', path: list, value: [] }]);
      same(outcome(empty), document);
      if (readOnly.size > 0 || others.length > 0) return;
      const gone = before.filter((element) => !after.includes(element));
      ok(gone.length >= held.length && (held.length > 0 || gone.length === 0), 'something that was not listed is gone');
    }),
  ),
  law(
    'at most one element is primary, and it is the last one that was made so',
    fc.property(
      listCasesWith((type) => {
        return fc.constantFrom(...labelledListsOf(type)).chain((node) => {
          const values = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
          return values.map((chosen) => [node.path, chosen] as const);
        });
      }, hasLabelledLists),
      ({ typeName, document, drawn: [list, chosen] }) => {
        const node = nodeAt(typeName, list);
        const make: readonly PatchOperation[] = chosen.map((value) => ({
          op: 'replace',
          path: `${list}[value eq "${value}"].primary`,
          value: true,
        }));
        const result = patch({ typeName, document }, make);
        const primaries = elementsAt(Result.getOrThrow(result).document, node).filter(
          (element) => isComplex(element) && element['primary'] === true,
        );
        same(
          primaries.map((element) => isComplex(element) && String(element['value']).toLowerCase()),
          [chosen.at(-1)],
        );
      },
    ),
  ),
];

/** Laws of PATCH on lists that the core alone promises. */
export const corePatchListLaws: readonly Law[] = [...selectionLaws, throughLists, ...listLaws];
