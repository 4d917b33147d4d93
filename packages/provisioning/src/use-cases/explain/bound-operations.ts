// The operations of a PATCH as they are understood: parsed, with their paths bound to attributes.
import * as Result from 'effect/Result';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import { bindPatchPath, parsePatch, type PatchOperation, type PatchPath } from '@looop-scim/scim/patch';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import type { ExplainedOperation } from '../../ports/inbound/explanation.ts';

/** Operations that are shown. */
const MOST_SHOWN = 100;

const nameWithin = (attribute: AttributeNode, around: AttributeNode): string =>
  attribute === around ? 'value' : attribute.definition.name;

const printed = (filter: BoundFilter, around: AttributeNode): string => {
  switch (filter.kind) {
    case 'compare':
      return `${nameWithin(filter.attribute, around)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${nameWithin(filter.attribute, around)} pr`;
    case 'element':
      return `${nameWithin(filter.attribute, around)}[${printed(filter.filter, filter.attribute)}]`;
    case 'not':
      return `not (${printed(filter.operand, around)})`;
    case 'constant':
      return filter.value ? 'all' : 'none';
    default:
      return filter.operands.map((operand) => `(${printed(operand, around)})`).join(` ${filter.kind} `);
  }
};

const boundTo = ({ attribute, selection }: PatchPath): Partial<ExplainedOperation> => ({
  attribute: attribute.path,
  ...(selection !== undefined && {
    selects: printed(selection.filter, attribute),
    ...(selection.subAttribute !== undefined && { subAttribute: selection.subAttribute.definition.name }),
  }),
});

const explained = (
  type: ResourceType,
  { op, path, value }: PatchOperation,
  policy: InteropPolicy,
): ExplainedOperation => {
  const bound = path === undefined ? undefined : bindPatchPath(type, path, policy);
  return {
    op,
    ...(path !== undefined && { path }),
    ...(value !== undefined && { value }),
    ...(bound !== undefined && Result.isSuccess(bound) && boundTo(bound.success)),
  };
};

/** The operations of a body; undefined when it is no PATCH. */
export const boundOperations = (
  type: ResourceType,
  body: unknown,
  policy: InteropPolicy,
): readonly ExplainedOperation[] | undefined => {
  const parsed = parsePatch(body, policy);
  if (Result.isFailure(parsed)) return undefined;
  return parsed.success.slice(0, MOST_SHOWN).map((operation) => explained(type, operation, policy));
};
