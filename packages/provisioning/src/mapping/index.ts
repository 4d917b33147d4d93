export {
  FIELD_TYPES,
  profileDifference,
  STANDARD_FIELDS,
  type FieldType,
  type Profile,
  type ProfileChange,
  type ProfileField,
  type ProfileValue,
} from './profile.ts';
export {
  MAPPING_LIMITS,
  printMappingSet,
  type Lookup,
  type Mapping,
  type MappingSet,
  type Pick as MappingPick,
  type Source as MappingSource,
  type Step as MappingStep,
} from './mapping-set.ts';
export {
  InvalidMappingSet,
  MAPPING_FAULT_KINDS,
  mappingFaultText,
  type MappingFault,
  type MappingFaultKind,
} from './mapping-fault.ts';
export { readMappingSet } from './read-mapping-set.ts';
export { acceptMappingSet, checkMappingSet } from './check-mapping-set.ts';
export { type BoundMappingSet } from './bound-mapping-set.ts';
export {
  applyMappingSet,
  explainMapping,
  type Explanation,
  type FieldTrace,
  type MappedProfile,
  type ProfileIssue,
  type StepTrace,
} from './explain.ts';
export { type SourceTrace } from './select-value.ts';
export { NotWritable, writeBackLens, type WriteBackLens } from './write-back-lens.ts';
export { DEFAULT_MAPPING_SETS, fullMappingSet, minimumMappingSet } from './default-mapping-sets.ts';
