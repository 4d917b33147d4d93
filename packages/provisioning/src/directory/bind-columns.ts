// From the names of columns to what reads and writes them. A column is a field of the profile, which is written through the lens
// of its mapping, or a SCIM attribute path, which is a mapping of its own with the path as its only source.
import * as Result from 'effect/Result';
import { closestName, type Complex } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { BoundMapping, BoundMappingSet, BoundSource } from '../mapping/bound-mapping-set.ts';
import { checkMappingSet } from '../mapping/check-mapping-set.ts';
import { applyMappingSet } from '../mapping/explain.ts';
import type { InvalidMappingSet, MappingFault } from '../mapping/mapping-fault.ts';
import type { Mapping, Pick, Source, Step } from '../mapping/mapping-set.ts';
import type { FieldType, ProfileValue } from '../mapping/profile.ts';
import { writeBackLens, type WriteBackLens } from '../mapping/write-back-lens.ts';
import { InvalidColumns, type ColumnFault } from './column-fault.ts';

/** Columns that a file may have. */
export const MAX_COLUMNS = 64;

/** A column that can be read. */
export interface ReadableColumn {
  readonly name: string;
  /** The value in a document as the profile has it; undefined when there is none. */
  readonly read: (document: Complex) => ProfileValue | undefined;
}

/** A column that can be written. */
export interface Column extends ReadableColumn {
  readonly type: FieldType;
  readonly lens: WriteBackLens;
  /** Paths of the attributes that the column may be written to, in schema spelling. */
  readonly paths: readonly string[];
}

/** What a column is made of, before it is known whether it can be written. */
interface Base {
  readonly name: string;
  readonly bound: BoundMapping;
  readonly set: BoundMappingSet;
}

/** The field that stands for a column in a set of its own; the second one for the other column of a pair. */
const FIELD = 'column';
const OTHER_FIELD = 'otherColumn';

type Refused = Result.Result<never, ColumnFault>;

const refuse = (column: string, reason: string, suggestion?: string): Refused =>
  Result.fail({ column, reason, ...(suggestion !== undefined && { suggestion }) });

const mappingOf = (field: string, from: readonly Source[], steps: readonly Step[], writeBack: boolean): Mapping => ({
  field,
  from,
  steps,
  otherwise: 'empty',
  required: false,
  writeBack,
});

const checkOne = (
  type: ResourceType,
  fieldType: FieldType,
  mapping: Mapping,
): Result.Result<BoundMappingSet, InvalidMappingSet> =>
  checkMappingSet(type, { fields: [{ name: FIELD, type: fieldType }], mappings: [mapping] });

/** A path as the only source of a field of the type that its attribute has. */
const bindPath = (type: ResourceType, name: string): Result.Result<Base, MappingFault | undefined> => {
  const mapping = mappingOf(FIELD, [{ attribute: name }], [], false);
  const asText = checkOne(type, 'string', mapping);
  const checked = Result.isFailure(asText) ? Result.orElse(checkOne(type, 'boolean', mapping), () => asText) : asText;
  if (Result.isFailure(checked)) return Result.fail(checked.failure.faults[0]);
  const [bound] = checked.success.mappings;
  return bound === undefined ? Result.fail(undefined) : Result.succeed({ name, bound, set: checked.success });
};

const fieldNamed = (set: BoundMappingSet, isMeant: (field: string) => boolean): BoundMapping | undefined =>
  set.mappings.find(({ mapping }) => isMeant(mapping.field));

/** Why a name means nothing. */
const meansNothing = (set: BoundMappingSet | undefined, name: string, fault: MappingFault | undefined): Refused => {
  if (set?.fields.some((field) => field.name === name) === true) {
    return refuse(name, 'no mapping has this field: it belongs to the platform');
  }
  const isUnknown = fault === undefined || fault.kind === 'unknownAttribute' || fault.kind === 'path';
  if (!isUnknown) return refuse(name, fault.reason, fault.suggestion);
  const fields = set?.mappings.map(({ mapping }) => mapping.field) ?? [];
  const meant = closestName(name, fields) ?? fault?.suggestion;
  return refuse(name, 'neither a field of the profile nor a SCIM attribute path', meant);
};

/** What a name means: a field, else a path, else a field in another case. */
const baseOf = (
  type: ResourceType,
  set: BoundMappingSet | undefined,
  name: string,
): Result.Result<Base, ColumnFault> => {
  const field = (isMeant: (other: string) => boolean): Base | undefined => {
    const bound = set && fieldNamed(set, isMeant);
    return set && bound && { name, bound, set };
  };
  const exact = field((other) => other === name);
  if (exact !== undefined) return Result.succeed(exact);
  const path = bindPath(type, name);
  if (Result.isSuccess(path)) return Result.succeed(path.success);
  const caseless = field((other) => other.toLowerCase() === name.toLowerCase());
  return caseless === undefined ? meansNothing(set, name, path.failure) : Result.succeed(caseless);
};

/** A source as far as a value can be found again where it was written. */
const lastingSource = (source: BoundSource): readonly Source[] => {
  if (source.kind !== 'attribute' || source.takesAll) return [];
  const { attribute } = source.source;
  if (source.list === undefined || source.picks.some(({ written }) => written === 'filter')) return [{ attribute }];
  const pick = source.picks.flatMap(({ written }): readonly Pick[] =>
    written === 'primary' || typeof written === 'object' ? [written] : [],
  );
  return pick.length === 0 ? [] : [{ attribute, pick }];
};

const NO_SOURCE = 'nothing that the field comes from has a way back';

/** The part of a mapping that can be written. Fails with why there is none. */
const writablePart = (type: ResourceType, { name, bound }: Base): Result.Result<Mapping, ColumnFault> => {
  const { steps } = bound.mapping;
  const sources: Source[] = [];
  let fault: MappingFault | undefined;
  for (const source of bound.sources.flatMap(lastingSource)) {
    const checked = checkOne(type, bound.type, mappingOf(FIELD, [source], steps, true));
    if (Result.isSuccess(checked)) sources.push(source);
    else fault ??= checked.failure.faults[0];
  }
  if (sources.length > 0) return Result.succeed(mappingOf(FIELD, sources, steps, true));
  const isField = bound.mapping.field !== FIELD;
  const first = bound.sources.find((source) => source.kind === 'attribute');
  // With steps in the way, the attribute itself may still be written.
  const instead = isField && steps.length > 0 && first?.kind === 'attribute' ? first.source.attribute : undefined;
  return refuse(name, fault?.reason ?? NO_SOURCE, instead);
};

interface Writable {
  readonly base: Base;
  readonly mapping: Mapping;
  readonly column: Column;
}

const bindColumn = (
  type: ResourceType,
  set: BoundMappingSet | undefined,
  name: string,
): Result.Result<Writable, ColumnFault> =>
  Result.gen(function* () {
    const base = yield* baseOf(type, set, name);
    const mapping = yield* writablePart(type, base);
    const checked = checkOne(type, base.bound.type, mapping);
    const lens = Result.isSuccess(checked) ? writeBackLens(checked.success, FIELD) : undefined;
    if (Result.isFailure(checked) || lens === undefined) return yield* refuse(name, NO_SOURCE);
    const single: BoundMappingSet = { ...base.set, mappings: [base.bound] };
    const { field } = base.bound.mapping;
    const paths = checked.success.mappings.flatMap(({ sources }) =>
      sources.flatMap((source) => (source.kind === 'attribute' ? [source.node.path] : [])),
    );
    const read: Column['read'] = (document) => applyMappingSet(single, document).profile[field];
    return { base, mapping, column: { name, type: base.bound.type, read, lens, paths } };
  });

/** Whether two columns may be written to one attribute. */
const collide = (type: ResourceType, left: Writable, right: Writable): boolean => {
  if (!left.column.paths.some((path) => right.column.paths.includes(path))) return false;
  const fields = [
    { name: FIELD, type: left.column.type },
    { name: OTHER_FIELD, type: right.column.type },
  ];
  const mappings = [left.mapping, { ...right.mapping, field: OTHER_FIELD }];
  return Result.isFailure(checkMappingSet(type, { fields, mappings }));
};

const faultOfSet = (type: ResourceType, earlier: readonly Writable[], writable: Writable): ColumnFault | undefined => {
  const column = writable.column.name;
  if (earlier.some((other) => other.column.name === column)) return { column, reason: 'the column is there twice' };
  const clash = earlier.find((other) => collide(type, other, writable));
  return clash && { column, reason: `the column ${clash.column.name} is written to the same attribute` };
};

/**
 * Binds the columns of a file. `set` is the mapping set whose fields may be columns; absent: attribute paths alone.
 * Fails: `InvalidColumns` with every column that cannot be written.
 */
export const bindColumns = (
  type: ResourceType,
  set: BoundMappingSet | undefined,
  names: readonly string[],
): Result.Result<readonly Column[], InvalidColumns> => {
  if (names.length > MAX_COLUMNS) {
    const reason = `a file has at most ${MAX_COLUMNS} columns`;
    return Result.fail(new InvalidColumns({ faults: [{ column: names[MAX_COLUMNS] ?? '', reason }] }));
  }
  const faults: ColumnFault[] = [];
  const bound: Writable[] = [];
  for (const name of names) {
    const writable = bindColumn(type, set, name);
    if (Result.isFailure(writable)) {
      faults.push(writable.failure);
      continue;
    }
    const fault = faultOfSet(type, bound, writable.success);
    if (fault === undefined) bound.push(writable.success);
    else faults.push(fault);
  }
  if (faults.length > 0) return Result.fail(new InvalidColumns({ faults }));
  return Result.succeed(bound.map(({ column }) => column));
};

/** The columns that can be written together, of those named, in their order. */
export const writableColumns = (
  type: ResourceType,
  set: BoundMappingSet | undefined,
  names: readonly string[],
): readonly Column[] => {
  const bound: Writable[] = [];
  for (const name of names) {
    const writable = bindColumn(type, set, name);
    if (Result.isFailure(writable) || bound.length === MAX_COLUMNS) continue;
    if (faultOfSet(type, bound, writable.success) === undefined) bound.push(writable.success);
  }
  return bound.map(({ column }) => column);
};

/** What reads a column, whether or not it can be written. Fails with why the name means nothing. */
export const readableColumn = (
  type: ResourceType,
  set: BoundMappingSet | undefined,
  name: string,
): Result.Result<ReadableColumn, ColumnFault> =>
  Result.map(baseOf(type, set, name), ({ bound, set: whole }) => ({
    name,
    read: (document) => applyMappingSet({ ...whole, mappings: [bound] }, document).profile[bound.mapping.field],
  }));
