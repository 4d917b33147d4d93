// From the attribute path of a source to the attribute, and to the elements that are taken of a list.
import * as Result from 'effect/Result';
import {
  closestName,
  comparable,
  resolveAttribute,
  resolveSubAttribute,
  suggestAttribute,
} from '@looop-scim/scim/attribute';
import { bindElementFilter, parseValuePath, type Filter, type ValuePath } from '@looop-scim/scim/filter';
import { isNeverReturned, multiValuedAncestor, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import type { BoundAttribute, BoundPick, ElementCondition } from './bound-mapping-set.ts';
import { inside, refuse, shortened, type FaultDetails, type FaultPlace } from './fault-place.ts';
import type { AttributeSource, Pick } from './mapping-set.ts';
import type { MappingFaultKind } from './mapping-fault.ts';

/** The type of the type picks by default, as far as the attribute has types. */
const DEFAULT_PICKS: readonly Pick[] = ['primary', { type: 'work' }, 'only'];

type Refuse = (kind: MappingFaultKind, reason: string, suggestion?: string) => undefined;

const isSecret = (node: AttributeNode): boolean =>
  node.definition.mutability === 'writeOnly' || (node.parent !== undefined && isSecret(node.parent));

/** Why an attribute cannot be mapped; undefined when it can. */
export const whyNotMappable = (node: AttributeNode): string | undefined => {
  const { type } = node.definition;
  if (isNeverReturned(node) || isSecret(node)) return 'the attribute is secret';
  if (node.storedIn === 'memberships') return 'memberships belong to groups, not to the person';
  if (node.storedIn === 'metadata') return 'the attribute is kept by the server, beside what identity providers send';
  if (type === 'complex') return 'the attribute is complex; name what is in it';
  if (type === 'binary') return 'the attribute is binary';
  const list = multiValuedAncestor(node);
  const around = list?.parent === undefined ? undefined : multiValuedAncestor(list.parent);
  return around === undefined ? undefined : 'the attribute is a list within a list';
};

/** What is in a complex attribute that was probably meant. */
const meantWithin = (node: AttributeNode): string | undefined => {
  const inner = [...node.children.values()].filter((child) => whyNotMappable(child) === undefined);
  return (inner.find(({ definition }) => definition.name === 'value') ?? inner[0])?.path;
};

/** The simple attribute that was probably meant by a name that no attribute has. */
const meantBy = (type: ResourceType, name: string): string | undefined => {
  const suggestion = suggestAttribute(type, name);
  const node = suggestion === undefined ? undefined : resolveAttribute(type, suggestion);
  return node === undefined ? suggestion : (meantWithin(node) ?? node.path);
};

/** The condition of a filter; it must be one comparison by eq, with a value. */
const bindCondition = (list: AttributeNode, filter: Filter, no: Refuse): ElementCondition | undefined => {
  const bound = bindElementFilter(list, filter);
  if (Result.isFailure(bound)) return no('filter', bound.failure.reason, bound.failure.suggestion);
  const condition = bound.success;
  if (filter.kind !== 'compare' || condition.kind !== 'compare' || condition.operator !== 'eq') {
    return no('filter', 'the filter must be one comparison by eq');
  }
  const { attribute: node, value } = condition;
  if (node !== list && node.definition.multiValued) return no('filter', 'the filter compares a list');
  // A text as it was written; anything else in the type of the attribute, however it was written.
  const written = typeof value === 'string' && typeof filter.value === 'string' ? filter.value : value;
  return { node, value, written };
};

interface Target {
  readonly node: AttributeNode;
  readonly condition?: ElementCondition;
}

const suggestSub = (parent: AttributeNode, name: string): string | undefined =>
  closestName(
    name,
    Array.from(parent.children.values(), ({ definition }) => definition.name),
  );

/** What a path with a filter means. */
const bindFiltered = (list: AttributeNode, path: ValuePath, filter: Filter, no: Refuse): Target | undefined => {
  if (list.kind === 'extension' || !list.definition.multiValued) {
    return no('filter', 'the attribute has one value, so that there is nothing to select');
  }
  const condition = bindCondition(list, filter, no);
  const name = path.subAttribute;
  const node = name === undefined ? list : resolveSubAttribute(list, name);
  if (node === undefined) {
    return no('unknownAttribute', 'there is no such sub-attribute', suggestSub(list, name ?? ''));
  }
  return condition === undefined ? undefined : { node, condition };
};

const bindPath = (type: ResourceType, text: string, no: Refuse): Target | undefined => {
  const parsed = parseValuePath(text);
  if (Result.isFailure(parsed)) {
    const { _tag, reason } = parsed.failure;
    return no(_tag === 'InvalidFilter' ? 'filter' : 'path', `the path cannot be read: ${reason}`);
  }
  const path = parsed.success;
  const found = resolveAttribute(type, path.attribute);
  if (found === undefined) {
    return no('unknownAttribute', `${type.name} has no such attribute`, meantBy(type, path.attribute));
  }
  const target = path.filter === undefined ? { node: found } : bindFiltered(found, path, path.filter, no);
  if (target === undefined) return undefined;
  const reason = whyNotMappable(target.node);
  return reason === undefined ? target : no('notMappable', reason, meantWithin(target.node));
};

/** The sub-attribute by which a pick selects; undefined when the elements have none. */
const pickedBy = (list: AttributeNode, name: 'type' | 'primary'): AttributeNode | undefined => {
  const node = list.children.get(name);
  const due = name === 'type' ? 'string' : 'boolean';
  return node?.definition.type === due && !node.definition.multiValued ? node : undefined;
};

const bindPick = (list: AttributeNode, pick: Pick): BoundPick | undefined => {
  if (pick === 'only' || pick === 'first') return { written: pick, isOnly: pick === 'only' };
  const [name, written] = pick === 'primary' ? (['primary', true] as const) : (['type', pick.type] as const);
  const node = pickedBy(list, name);
  if (node === undefined) return undefined;
  return { written: pick, isOnly: false, condition: { node, value: comparable(node.definition, written), written } };
};

const bindPicks = (place: FaultPlace, list: AttributeNode, picks: readonly Pick[]): readonly BoundPick[] =>
  picks.flatMap((pick, index) => {
    const bound = bindPick(list, pick);
    if (bound !== undefined) return [bound];
    const name = typeof pick === 'object' ? 'type' : pick;
    const reason = `the elements of ${list.path} have no sub-attribute ${name}`;
    refuse(inside(inside(place, 'pick'), index), 'pick', reason);
    return [];
  });

const defaultPicks = (list: AttributeNode): readonly BoundPick[] =>
  DEFAULT_PICKS.flatMap((pick) => bindPick(list, pick) ?? []);

/** Why the picks of a source cannot be; undefined when they can. */
const whyNoPicks = (list: AttributeNode | undefined, takesAll: boolean, { condition }: Target): string | undefined => {
  if (list === undefined) return 'the attribute has one value; leave out pick';
  if (takesAll) return 'the field is a list and takes all values; leave out pick';
  return condition === undefined ? undefined : 'the filter of the path selects already; leave out pick';
};

/** Why a list cannot come of an attribute; undefined when it can. */
const whyNoList = (list: AttributeNode | undefined, { node }: Target): string | undefined => {
  if (list === undefined) return 'the attribute has one value, and the field is a list';
  return node.definition.type === 'boolean' ? 'the field is a list of texts' : undefined;
};

/** The picks of a source; undefined when one of them was at fault. */
const picksOf = (
  place: FaultPlace,
  list: AttributeNode,
  { pick }: AttributeSource,
  { condition }: Target,
): readonly BoundPick[] | undefined => {
  if (condition !== undefined) return [{ written: 'filter', isOnly: false, condition }];
  if (pick === undefined) return defaultPicks(list);
  const bound = bindPicks(place, list, pick);
  return bound.length === pick.length ? bound : undefined;
};

/**
 * Binds the attribute of a source. `takesAll` says that a list is due: all values of a multi-valued attribute. undefined when a
 * fault was reported.
 */
export const bindAttribute = (
  type: ResourceType,
  place: FaultPlace,
  source: AttributeSource,
  takesAll: boolean,
): BoundAttribute | undefined => {
  const details = (suggestion?: string): FaultDetails => ({
    attribute: shortened(source.attribute),
    ...(suggestion !== undefined && { suggestion }),
  });
  const no: Refuse = (kind, reason, suggestion) =>
    refuse(inside(place, 'attribute'), kind, reason, details(suggestion));
  const target = bindPath(type, source.attribute, no);
  if (target === undefined) return undefined;
  const list = multiValuedAncestor(target.node);
  const noList = takesAll ? whyNoList(list, target) : undefined;
  if (noList !== undefined) return no('type', noList);
  const noPicks = source.pick === undefined ? undefined : whyNoPicks(list, takesAll, target);
  if (noPicks !== undefined) return refuse(inside(place, 'pick'), 'pick', noPicks, details());
  const bound = { kind: 'attribute', source, node: target.node, takesAll } as const;
  if (list === undefined) return { ...bound, picks: [] };
  if (takesAll && target.condition === undefined) return { ...bound, list, picks: [] };
  const picks = picksOf(place, list, source, target);
  return picks === undefined ? undefined : { ...bound, list, picks };
};
