// Short words for mapping sets that are refused, and for what is said of them.
import * as Result from 'effect/Result';
import { acceptMappingSet, mappingFaultText } from '@looop-scim/provisioning/mapping';
import { userType, type ResourceType } from '@looop-scim/scim/schema';
import { gadgetType } from './gadget.ts';
import { titleFrom } from './support.ts';

/** A set, and the type that it is for. */
export interface Tried {
  readonly type: ResourceType;
  readonly json: unknown;
}

/** What is said of a set: the kind of each fault, and its line. */
export const saidOf = ({ type, json }: Tried): readonly string[] => {
  const result = acceptMappingSet(type, json);
  if (Result.isSuccess(result)) return [];
  return result.failure.faults.map((fault) => `${fault.kind} - ${mappingFaultText(fault)}`);
};

export const many = <Each>(count: number, each: Each): readonly Each[] => Array.from({ length: count }, () => each);

export const set = (json: unknown): Tried => ({ type: userType, json });

/** One mapping of the field `title`. */
export const title = (mapping: object): Tried => set(titleFrom(mapping));

export const from = (source: unknown): Tried => title({ from: [source] });

export const path = (attribute: string): Tried => from({ attribute });

export const step = (...steps: readonly unknown[]): Tried => title({ from: [{ attribute: 'title' }], steps });

export const lookup = (given: unknown): Tried => step({ lookup: given });

export const own = (name: string, type = 'string') => ({ name, type });

/** One mapping of a field that is a list of texts. */
export const tags = (source: unknown, more: object = {}): Tried =>
  set({ fields: [own('tags', 'stringList')], mappings: [{ field: 'tags', from: [source], ...more }] });

export const ofGadget = (attribute: string, pick?: readonly unknown[]): Tried => ({
  type: gadgetType,
  json: titleFrom({ from: [{ attribute, ...(pick !== undefined && { pick }) }] }),
});

/** The field `title`, written back. */
export const back = (...sources: readonly unknown[]): Tried => title({ from: sources, writeBack: true });

export const gadgetBack = (attribute: string, pick?: unknown): Tried => ({
  type: gadgetType,
  json: titleFrom({ from: [{ attribute, ...(pick !== undefined && { pick }) }], writeBack: true }),
});

/** A lookup as a step. */
export const backwards = (table: object, more: object = {}) => ({ lookup: { table, ...more } });

/** Fields that are written back, and one beside them that is not. */
export const backTogether = (sources: Readonly<Record<string, readonly unknown[]>>): Tried =>
  set({
    mappings: [
      ...Object.entries(sources).map(([field, sourcesOfField]) => ({ field, from: sourcesOfField, writeBack: true })),
      { field: 'custom1', from: [{ attribute: 'title' }] },
    ],
  });
