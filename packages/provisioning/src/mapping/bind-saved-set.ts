// Binds a set that was saved. It was checked then, and attributes are not removed that it reads; what two processes save at the
// same moment can still leave a mapping without its attribute.
import * as Result from 'effect/Result';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { BoundMappingSet } from './bound-mapping-set.ts';
import { checkMappingSet } from './check-mapping-set.ts';
import type { MappingSet } from './mapping-set.ts';

/** The set, without the mappings that the attributes of today do not fit: their fields are empty until somebody saves another set. */
export const bindSavedSet = (type: ResourceType, set: MappingSet): BoundMappingSet => {
  const checked = checkMappingSet(type, set);
  if (Result.isSuccess(checked)) return checked.success;
  const faulty = new Set(checked.failure.faults.map(({ field }) => field));
  const mappings = set.mappings.filter(({ field }) => !faulty.has(field));
  // Without a mapping that is at fault there is none left to leave out: such a set was never saved.
  if (mappings.length === set.mappings.length) throw checked.failure;
  // There may be more faults than are listed.
  return bindSavedSet(type, { ...set, mappings });
};
