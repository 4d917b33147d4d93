// A draft on top of what somebody else has saved meanwhile.
import type { Mapping, MappingSet } from './mapping-set.ts';

/** The own changes of a draft on top of another set, mapping by mapping. */
export const rebased = (base: MappingSet, mine: MappingSet, theirs: MappingSet): MappingSet => {
  const textOf = (mapping: Mapping | undefined): string => JSON.stringify(mapping);
  const find = ({ mappings }: MappingSet, field: string): Mapping | undefined =>
    mappings.find((one) => one.field === field);
  const isMine = (field: string): boolean => textOf(find(base, field)) !== textOf(find(mine, field));
  const kept = theirs.mappings.flatMap((theirMapping) => {
    const chosen = isMine(theirMapping.field) ? find(mine, theirMapping.field) : theirMapping;
    return chosen === undefined ? [] : [chosen];
  });
  const added = mine.mappings.filter(({ field }) => isMine(field) && find(theirs, field) === undefined);
  const theirFields = theirs.fields ?? [];
  const newFields = (mine.fields ?? []).filter(({ name }) => !theirFields.some((one) => one.name === name));
  const fields = [...theirFields, ...newFields];
  return { ...(fields.length > 0 && { fields }), mappings: [...kept, ...added] };
};
