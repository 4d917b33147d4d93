// What a line is about: the resource that it finds, and the unique values that it says.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { comparable, type Complex, type Resource } from '@looop-scim/scim/attribute';
import { Uniqueness, type ScimFailure, type StorageUnavailable } from '@looop-scim/scim/errors';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { applyLine, type LineFault } from '../directory/apply-line.ts';
import type { Column } from '../directory/bind-columns.ts';
import { faultOf, type PlanContext } from '../directory/plan-line.ts';
import { uniqueAttributes, uniqueKeysOf } from '../rules/resource-rules.ts';
import type { ImportSettings, LineOutcome } from '../ports/inbound/directory-import.ts';
import type { UniqueKey } from '../ports/outbound/resource-repository.ts';
import { find, isEqual, type DirectoryDependencies } from './directory-parts.ts';
import { refusedLine, type Claims, type ReadableLine } from './import-run.ts';

/** How often a line is planned anew when others write at the same time. */
const ATTEMPTS = 4;

/** A line with the columns that it has. */
export interface BoundLine extends ReadableLine {
  readonly columns: readonly Column[];
}

/** What an import of resources of one type works with. */
export interface ImportParts {
  readonly deps: DirectoryDependencies;
  readonly context: PlanContext;
  readonly settings: ImportSettings;
  readonly match: AttributeNode;
  readonly claims: Claims;
  /** Ids of the resources that lines were about. */
  readonly seen: Set<string>;
}

/** A line with the value by which it finds its resource. */
export interface Subject {
  readonly line: BoundLine;
  readonly matchValue: string;
  /** The value in comparable form. */
  readonly owner: string;
}

/** The value by which a line finds its resource, as the line says it. Fails with why there is none. */
const matchValueOf = (
  { match, context }: ImportParts,
  { columns, cells }: BoundLine,
): Result.Result<string, LineFault> => {
  const keyed = columns.filter(({ paths }) => paths.includes(match.path));
  return Result.flatMap(applyLine(keyed, cells, {}, context), (document) => {
    const value = document[match.definition.name];
    const column = keyed[0]?.name ?? match.path;
    return typeof value === 'string' ? Result.succeed(value) : Result.fail({ column, reason: 'has no value' });
  });
};

/** The resource that a line is about; undefined when there is none. */
export const findMatch = (
  { deps, context, match }: ImportParts,
  value: string,
): Effect.Effect<Result.Result<Resource | undefined, LineFault>, StorageUnavailable> =>
  Effect.map(find(deps.resources, context.type, isEqual(match, value), 2), ([found, another]) =>
    another === undefined
      ? Result.succeed(found)
      : Result.fail({ column: match.path, reason: 'several resources have this value' }),
  );

const keyText = ({ attribute, key }: UniqueKey): string => `${attribute}\u0000${key}`;

/** Makes what sees to it that no two resources get one unique value. */
export const makeUniqueValues = (parts: ImportParts) => {
  const { deps, context, match, claims } = parts;
  const { type, policy } = context;
  const unique = uniqueAttributes(type, policy);
  const matched = [...new Set([match, ...unique])];
  /** In a dry run: values that a resource had and that would be free by now. */
  const released = new Set<string>();

  return {
    /** Whether lines about different resources cannot get in each other's way. */
    isIndependent: unique.every((node) => node === match),

    /** Claims what a line says, so that no later line says it of another resource. */
    claim: (line: BoundLine, isShared: boolean): Result.Result<Subject, LineFault> =>
      Result.gen(function* () {
        const matchValue = yield* matchValueOf(parts, line);
        const owner = String(comparable(match.definition, matchValue));
        const said = Result.getOrElse(applyLine(line.columns, line.cells, {}, context), (): Complex => ({}));
        for (const key of uniqueKeysOf(matched, { ...said, [match.definition.name]: matchValue })) {
          const earlier = claims.claim(keyText(key), { line: line.line, owner, isShared });
          if (earlier === undefined) continue;
          return yield* Result.fail({ column: key.attribute, reason: `line ${earlier} has the same value already` });
        }
        return { line, matchValue, owner };
      }),

    /** Why a document cannot be: another resource holds one of its unique values. */
    taken: Effect.fnUntraced(function* (
      document: Complex,
      current: Complex | undefined,
    ): Effect.fn.Return<LineFault | undefined, StorageUnavailable> {
      for (const node of unique) {
        const [key] = uniqueKeysOf([node], document);
        const [before] = current === undefined ? [] : uniqueKeysOf([node], current);
        if (key === undefined || node === match || before?.key === key.key || released.has(keyText(key))) continue;
        const [holder] = yield* find(deps.resources, type, isEqual(node, key.key), 1);
        if (holder === undefined) continue;
        const inactive = holder.document['active'] === false;
        const attribute = node.path;
        return faultOf(new Uniqueness({ resourceType: type.name, attribute, holder: { id: holder.id, inactive } }));
      }
      return undefined;
    }),

    /** Notes which values a dry run would have freed. */
    release: (current: Complex | undefined, document: Complex): void => {
      if (current === undefined) return;
      const kept = new Set(uniqueKeysOf(unique, document).map(keyText));
      for (const key of uniqueKeysOf(unique, current)) if (!kept.has(keyText(key))) released.add(keyText(key));
    },
  };
};

/** What an attempt at some lines came to: an answer, or a failure of the write with the answer that it would be. */
export type Attempt<Answer> =
  | { readonly answer: Answer }
  | { readonly failure: Exclude<ScimFailure, StorageUnavailable>; readonly refused: Answer };

/** Attempts something again when somebody else created or deleted the resource meanwhile. */
export const attempting = <Answer>(
  attempt: () => Effect.Effect<Attempt<Answer>, StorageUnavailable>,
): Effect.Effect<Answer, StorageUnavailable> =>
  Effect.gen(function* () {
    for (let number = 1; ; number += 1) {
      const made = yield* attempt();
      if ('answer' in made) return made.answer;
      const { _tag } = made.failure;
      const isRace = _tag === 'Uniqueness' || _tag === 'ResourceNotFound';
      if (!isRace || number === ATTEMPTS) return made.refused;
    }
  });

/** What a write came to, when the storage has answered. */
type Written<Answer> = Result.Result<Answer, Exclude<ScimFailure, StorageUnavailable>>;

/** A write whose storage does not answer ends the import; any other failure is the answer. */
export const written = <Answer>(
  write: Effect.Effect<Answer, ScimFailure>,
): Effect.Effect<Written<Answer>, StorageUnavailable> =>
  Effect.flatMap(Effect.result(write), (result): Effect.Effect<Written<Answer>, StorageUnavailable> => {
    if (Result.isSuccess(result)) return Effect.succeed(Result.succeed(result.success));
    const { failure } = result;
    return failure._tag === 'StorageUnavailable' ? Effect.fail(failure) : Effect.succeed(Result.fail(failure));
  });

/** The outcome of a line whose write was refused. */
export const refusedWrite = (line: BoundLine, failure: ScimFailure): LineOutcome => refusedLine(line, faultOf(failure));
