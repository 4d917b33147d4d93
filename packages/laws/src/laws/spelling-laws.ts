// Names: however an attribute is spelled, it is one node, wherever a request may name it (RFC 7644 section 3.10).
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { bindProjection } from '@looop-scim/scim/answer';
import { bindFilter, parseFilter } from '@looop-scim/scim/filter';
import { interopPolicy } from '@looop-scim/scim/interop';
import { bindSort } from '@looop-scim/scim/list';
import { bindPatchPath } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { respellPath } from '../arbitraries/filter-syntax.ts';
import { law, type Law } from '../law.ts';
import { anyType } from './filter-case.ts';
import { same, showBound } from './filter-case.ts';

/** The paths of all that a type has, extensions as a whole too. */
const pathsOf = (type: ResourceType): readonly string[] => {
  const below = (node: AttributeNode): readonly string[] => [node.path, ...[...node.children.values()].flatMap(below)];
  return [...type.attributes.values()].flatMap(below);
};

const named = anyType.chain((type) => fc.record({ type: fc.constant(type), path: fc.constantFrom(...pathsOf(type)) }));

/** What a name comes to at each place that takes one: the attribute, or the kind of failure. */
const MEANINGS: Readonly<Record<string, (type: ResourceType, name: string) => unknown>> = {
  attributes: (type, name) => {
    const projection = Result.getOrThrow(bindProjection(type, { attributes: [name] }));
    return projection.kind === 'default' ? [] : projection.nodes.map((node) => node.path);
  },
  sortBy: (type, name) =>
    Result.match(bindSort(type, name, undefined), {
      onSuccess: (sort) => sort?.attribute.path,
      onFailure: (failure) => failure._tag,
    }),
  filter: (type, name) =>
    Result.match(
      Result.flatMap(parseFilter(`${name} pr`), (syntax) => bindFilter(type, syntax)),
      { onSuccess: showBound, onFailure: (failure) => failure._tag },
    ),
  'path of a PATCH': (type, name) =>
    Result.match(bindPatchPath(type, name, interopPolicy), {
      onSuccess: ({ attribute, selection }) => [attribute.path, selection?.subAttribute?.path],
      onFailure: (failure) => failure._tag,
    }),
};

/** All laws of names. */
export const spellingLaws: readonly Law[] = Object.entries(MEANINGS).map(([place, meaning]) =>
  law(
    `${place}: the spelling of an attribute does not matter, in any case, bare or behind the URN of its schema`,
    fc.property(named, decisions, ({ type, path }, sequence) => {
      same(meaning(type, respellPath(path, type.definition.schema, chooser(sequence))), meaning(type, path));
    }),
  ),
);
