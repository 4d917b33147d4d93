// Which list, object or single value the JSON of an attribute is meant to be, before anything in it is read (RFC 7643
// section 2.5). What cannot be meant so is refused: no leniency makes a value of it.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { byLowerCase, isJsonObject, kindOfJson, type JsonObject } from '../attribute/json-value.ts';
import { receivedOf } from '../attribute/received.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { isJsonText, parseJsonText } from './json-text.ts';
import type { ReadContext } from './read-context.ts';

type Shaped<Shape> = Result.Result<Shape, InvalidValue>;

const refuse = (node: AttributeNode, reason: string) => Result.fail(new InvalidValue({ attribute: node.path, reason }));

/** The refusal of a value, with the value as far as it may be repeated. */
export const refuseJson = (node: AttributeNode, reason: string, json: unknown) =>
  Result.fail(new InvalidValue({ attribute: node.path, reason, ...receivedOf(node, json) }));

/** Whether the JSON stands for no value: null, and by policy the empty string where a value may be missing. */
export const isUnassigned = ({ policy }: ReadContext, node: AttributeNode, json: unknown): boolean =>
  json === null || json === undefined || (json === '' && policy.emptyStringUnassigns && !node.definition.required);

/** Where a list or an object is due: the path of the attribute, and which of the two. */
interface Due {
  readonly attribute: string;
  readonly due: 'a list' | 'an object';
}

/** What a text of JSON says, where a list or an object is due (`parseJsonText`); any other value as it is. */
export const readJsonText = ({ policy }: ReadContext, { attribute, due }: Due, json: unknown): Shaped<unknown> => {
  if (!policy.parseJsonText || !isJsonText(json)) return Result.succeed(json);
  const parsed = parseJsonText(json);
  if (parsed !== undefined) return Result.succeed(parsed);
  const reason = `must be ${due}, not a text of JSON that has a fault in it`;
  return Result.fail(new InvalidValue({ attribute, reason }));
};

/** As `readJsonText`, for the value of an attribute that is multi-valued, or for a complex one or an element. */
export const structured = (context: ReadContext, node: AttributeNode, json: unknown): Shaped<unknown> =>
  readJsonText(context, { attribute: node.path, due: node.definition.multiValued ? 'a list' : 'an object' }, json);

/** Texts hold anything: `true` and 7 would become an address or the id of a member. */
const isText = ({ definition }: AttributeNode): boolean =>
  definition.type !== 'boolean' && definition.type !== 'integer' && definition.type !== 'decimal';

/** Whether a bare value may stand for a list or an object around it: by itself, not as the text that it could become. */
export const isBareValue = ({ policy }: ReadContext, node: AttributeNode, json: unknown): boolean => {
  if (!policy.wrapValues || typeof json === 'object' || isJsonText(json)) return false;
  return !isText(node) || typeof json === 'string';
};

/** Whether the bare value may stand for the object of a complex attribute; a number for a single one, such as a manager. */
const isBareObject = (context: ReadContext, node: AttributeNode, json: unknown): boolean => {
  const value = node.children.get('value');
  if (value === undefined) return false;
  const isNumber = context.policy.wrapValues && typeof json === 'number' && !node.definition.multiValued;
  return isNumber || isBareValue(context, value, json);
};

/** The object that the JSON of a complex attribute or of one of its elements is or, wrapped by policy, stands for. */
export const objectOf = (context: ReadContext, node: AttributeNode, json: unknown): Shaped<JsonObject> =>
  Result.flatMap(structured(context, node, json), (meant) => {
    if (isJsonObject(meant)) return Result.succeed(meant);
    return isBareObject(context, node, meant)
      ? Result.succeed({ value: meant })
      : refuseJson(node, `must be an object, not ${kindOfJson(meant)}`, meant);
  });

/** The one value that the JSON of a single-valued attribute holds; undefined when it is unassigned. RFC 7643 section 2.5. */
export const singleOf = (context: ReadContext, node: AttributeNode, json: unknown): Shaped<unknown> => {
  const shaped = node.definition.type === 'complex' ? structured(context, node, json) : Result.succeed(json);
  return Result.flatMap(shaped, (meant) => {
    if (!Array.isArray(meant)) return Result.succeed(isUnassigned(context, node, meant) ? undefined : meant);
    if (meant.length === 0) return Result.succeed(undefined);
    const [only]: readonly unknown[] = meant;
    return context.policy.wrapValues && meant.length === 1 && !Array.isArray(only)
      ? Result.succeed(isUnassigned(context, node, only) ? undefined : only)
      : refuse(node, `must be a single value, not ${kindOfJson(meant)}`);
  });
};

/** The object that the JSON of a single-valued complex attribute or of an extension holds; undefined when unassigned. */
export const singleObjectOf = (
  context: ReadContext,
  node: AttributeNode,
  json: unknown,
): Shaped<JsonObject | undefined> =>
  Result.flatMap(singleOf(context, node, json), (single) =>
    single === undefined ? Result.succeed(undefined) : objectOf(context, node, single),
  );

/**
 * The list that the JSON of a multi-valued attribute is or, wrapped by policy, stands for; undefined when it is unassigned.
 * `single` says that one value is as good as a list of it, whatever the policy: an add appends it. RFC 7644 section 3.5.2.1.
 */
export const listOf = (
  context: ReadContext,
  node: AttributeNode,
  json: unknown,
  { single = false }: { readonly single?: boolean } = {},
): Shaped<readonly unknown[] | undefined> =>
  Result.flatMap(structured(context, node, json), (meant): Shaped<readonly unknown[] | undefined> => {
    if (Array.isArray(meant)) return Result.succeed(meant);
    if (isUnassigned(context, node, meant)) return Result.succeed(undefined);
    const isElement =
      node.definition.type === 'complex'
        ? isJsonObject(meant) || isBareObject(context, node, meant)
        : isBareValue(context, node, meant);
    return single || (isElement && context.policy.wrapValues)
      ? Result.succeed([meant])
      : refuseJson(node, `must be a list, not ${kindOfJson(meant)}`, meant);
  });

const isEmptyJson = (json: unknown): boolean => {
  if (json === null || json === undefined || json === '') return true;
  if (Array.isArray(json)) return json.length === 0;
  return isJsonObject(json) && Object.keys(json).length === 0;
};

/** Whether an object says something under names that the complex attribute does not have. */
export const saysUnknown = (node: AttributeNode, object: JsonObject): boolean => {
  for (const [name, { value }] of byLowerCase(object)) if (!node.children.has(name) && !isEmptyJson(value)) return true;
  return false;
};
