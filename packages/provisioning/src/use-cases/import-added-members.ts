// Lines with one member each: afterwards the group has them as well.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { combineFilters } from '@looop-scim/scim/filter';
import type { LineFault } from '../directory/apply-line.ts';
import { planLine, type LinePlan } from '../directory/plan-line.ts';
import { nameOf } from '../rules/resource-rules.ts';
import type { LineOutcome } from '../ports/inbound/directory-import.ts';
import { attributeNamed, isEqual } from './directory-parts.ts';
import { makeFindMembers } from './find-members.ts';
import { makeWriteGroup } from './import-group-write.ts';
import { unknownMembers } from './import-listed-members.ts';
import {
  attempting,
  findMatch,
  refusedWrite,
  written,
  type Attempt,
  type BoundLine,
  type ImportParts,
  type makeUniqueValues,
  type Subject,
} from './import-lines.ts';
import { refusedLine } from './import-run.ts';

/** Look-ups at once. */
const CONCURRENCY = 8;

/** What lines come to, one after the other. */
interface Row {
  readonly outcomes: readonly LineOutcome[];
  /** As the group will be; undefined when every line is refused. */
  readonly document: Complex | undefined;
  readonly added: ReadonlySet<string>;
}

/** The member that a line names; undefined when it names none. */
const memberOf = ({ cells }: BoundLine): Result.Result<string | undefined, LineFault> => {
  const cell = cells.get('member');
  if (typeof cell === 'string') return Result.succeed(cell.trim() === '' ? undefined : cell.trim());
  return cell === null || cell === undefined
    ? Result.succeed(undefined)
    : Result.fail({ column: 'member', reason: 'must be the userName or id of one member' });
};

/** The id of the member of a line; undefined when it names none. */
const idOf = (line: BoundLine, ids: ReadonlyMap<string, string>): Result.Result<string | undefined, LineFault> =>
  Result.flatMap(memberOf(line), (name) => {
    if (name === undefined) return Result.succeed(undefined);
    const id = ids.get(name);
    return id === undefined ? Result.fail(unknownMembers('member', [name])) : Result.succeed(id);
  });

const kindOf = ({ kind }: LinePlan, adds: boolean): 'created' | 'changed' | 'unchanged' => {
  if (kind === 'create') return 'created';
  return kind === 'change' || adds ? 'changed' : 'unchanged';
};

/** Looks at lines one after the other: each is planned on what the ones before make of the group. */
const planRow = (
  { context }: ImportParts,
  lines: readonly BoundLine[],
  current: Complex | undefined,
  { ids, present }: { readonly ids: ReadonlyMap<string, string>; readonly present: ReadonlySet<string> },
): Row => {
  const outcomes: LineOutcome[] = [];
  const added = new Set<string>();
  let document = current;
  for (const line of lines) {
    const made = Result.all([planLine(context, line.columns, line.cells, document), idOf(line, ids)]);
    if (Result.isFailure(made)) {
      outcomes.push(refusedLine(line, made.failure));
      continue;
    }
    const [plan, id] = made.success;
    const adds = id !== undefined && !present.has(id) && !added.has(id);
    if (adds) added.add(id);
    ({ document } = plan);
    const about = { line: line.line, name: nameOf(plan.document) ?? '', changes: plan.changes };
    outcomes.push({ ...about, kind: kindOf(plan, adds), ...(adds && { membersAdded: 1 }) });
  }
  return { outcomes, document, added };
};

/** The outcomes when the write is refused: of the lines that would have changed something. */
const refuseAll = (
  { outcomes }: Row,
  lines: readonly BoundLine[],
  refuse: (line: BoundLine) => LineOutcome,
): readonly LineOutcome[] =>
  outcomes.map((outcome, index) => {
    const line = lines[index];
    return line === undefined || outcome.kind === 'refused' || outcome.kind === 'unchanged' ? outcome : refuse(line);
  });

/** What a dry run would have made so far, by the value by which lines find their group. */
const makeOverlay = () => {
  const documents = new Map<string, Complex>();
  const members = new Set<string>();
  const pair = (owner: string, id: string): string => `${owner}\u0000${id}`;
  return {
    documentOf: (owner: string): Complex | undefined => documents.get(owner),
    has: (owner: string, id: string): boolean => members.has(pair(owner, id)),
    note: (owner: string, { document, added }: Row): void => {
      if (document !== undefined) documents.set(owner, document);
      for (const id of added) members.add(pair(owner, id));
    },
  };
};

/** Makes the import of lines in a row that add members to one group. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeAddMembers = (parts: ImportParts, values: ReturnType<typeof makeUniqueValues>) => {
  const { deps, context, settings } = parts;
  const findMembers = makeFindMembers(deps);
  const write = makeWriteGroup(parts);
  const overlay = makeOverlay();
  const [groupId, memberValue] = [attributeNamed(context.type, 'id'), attributeNamed(context.type, 'members.value')];

  const isMember = (group: Resource, id: string): Effect.Effect<boolean, StorageUnavailable> => {
    const filter = combineFilters('and', [isEqual(groupId, group.id), isEqual(memberValue, id)]);
    const query = { resourceType: context.type.name, filter, offset: 0, limit: 0, withMemberships: false };
    return deps.resources.list(query).pipe(
      Effect.map(({ total }) => total > 0),
      Effect.catchTag('TooMany', Effect.die),
    );
  };

  /** Those of the ids that are members already. */
  const membersAmong = Effect.fnUntraced(function* (
    owner: string,
    current: Resource | undefined,
    ids: Iterable<string>,
  ): Effect.fn.Return<ReadonlySet<string>, StorageUnavailable> {
    const asked = [...new Set(ids)];
    const known = yield* Effect.forEach(
      asked,
      (id) => {
        if (overlay.has(owner, id)) return Effect.succeed(true);
        return current === undefined ? Effect.succeed(false) : isMember(current, id);
      },
      { concurrency: CONCURRENCY },
    );
    return new Set(asked.filter((_id, index) => known[index]));
  });

  const attempt = Effect.fnUntraced(function* (
    { matchValue, owner }: Subject,
    lines: readonly BoundLine[],
  ): Effect.fn.Return<Attempt<readonly LineOutcome[]>, StorageUnavailable> {
    const found = yield* findMatch(parts, matchValue);
    if (Result.isFailure(found)) return { answer: lines.map((line) => refusedLine(line, found.failure)) };
    const current = found.success;
    const before = overlay.documentOf(owner) ?? current?.document;
    const names = lines.flatMap((line) => Result.getOrElse(memberOf(line), () => undefined) ?? []);
    const ids = yield* findMembers(names);
    const present = yield* membersAmong(owner, current, ids.values());
    const row = planRow(parts, lines, before, { ids, present });
    const { document } = row;
    if (document === undefined || row.outcomes.every(({ kind }) => kind === 'unchanged' || kind === 'refused')) {
      return { answer: row.outcomes };
    }
    const fault = yield* values.taken(document, before);
    if (fault !== undefined) return { answer: refuseAll(row, lines, (line) => refusedLine(line, fault)) };
    if (settings.dryRun) {
      values.release(before, document);
      overlay.note(owner, row);
      return { answer: row.outcomes };
    }
    const revise = (now: Complex) => {
      const accepted = lines.filter((_line, index) => row.outcomes[index]?.kind !== 'refused');
      return Result.succeed(planRow(parts, accepted, now, { ids, present }).document ?? now);
    };
    const step = row.added.size === 0 ? undefined : ({ kind: 'add', ids: [...row.added] } as const);
    const wrote = yield* written(write({ id: current?.id, document, revise, step }));
    if (Result.isSuccess(wrote)) return { answer: row.outcomes };
    const { failure } = wrote;
    return { failure, refused: refuseAll(row, lines, (line) => refusedWrite(line, failure)) };
  });

  return (first: Subject, subjects: readonly Subject[]) =>
    attempting(() =>
      attempt(
        first,
        subjects.map(({ line }) => line),
      ),
    );
};
