// A line with the whole list of members: afterwards the group has these and no others.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { LineFault } from '../directory/apply-line.ts';
import type { Cell } from '../directory/cell.ts';
import { planLine, type LinePlan } from '../directory/plan-line.ts';
import { nameOf } from '../rules/resource-rules.ts';
import type { LineOutcome } from '../ports/inbound/directory-import.ts';
import { makeFindMembers } from './find-members.ts';
import { makeWriteGroup } from './import-group-write.ts';
import {
  attempting,
  findMatch,
  refusedWrite,
  written,
  type Attempt,
  type ImportParts,
  type makeUniqueValues,
  type Subject,
} from './import-lines.ts';
import { refusedLine } from './import-run.ts';

/** Members that a refusal names. */
const NAMED = 5;

/** How many members come and go. */
interface MemberDifference {
  readonly ids: readonly string[] | undefined;
  readonly added: number;
  readonly removed: number;
}

const UNTOUCHED: MemberDifference = { ids: undefined, added: 0, removed: 0 };

/** The names of a list of members; undefined when the line has none. */
const namesOf = (cell: Cell | undefined): Result.Result<readonly string[] | undefined, LineFault> => {
  if (cell === undefined) return Result.succeed(undefined);
  if (cell === null) return Result.succeed([]);
  if (typeof cell === 'object') return Result.succeed(cell);
  return Result.fail({ column: 'members', reason: 'must be a list; a column member has one member a line' });
};

/** The fault of members that nobody has. */
export const unknownMembers = (column: string, names: readonly string[]): LineFault => {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const named = names.slice(0, NAMED).map((name) => JSON.stringify(name.slice(0, 128)));
  return { column, reason: `nobody has this userName or id: ${named.join(', ')}${more}` };
};

const makeMembers = ({ deps, context }: ImportParts) => {
  const findMembers = makeFindMembers(deps);

  const idsOf = (current: Resource | undefined): Effect.Effect<ReadonlySet<string>, StorageUnavailable> =>
    current === undefined
      ? Effect.succeed(new Set())
      : deps.resources.read({ resourceType: context.type.name, id: current.id }, true).pipe(
          Effect.map(({ memberships = [] }) => new Set(memberships.map(({ id }) => id))),
          // Deleted meanwhile: the write says so.
          Effect.catchTag('ResourceNotFound', () => Effect.succeed(new Set<string>())),
          Effect.catchTag('TooMany', Effect.die),
        );

  return Effect.fnUntraced(function* (
    cell: Cell | undefined,
    current: Resource | undefined,
  ): Effect.fn.Return<Result.Result<MemberDifference, LineFault>, StorageUnavailable> {
    const names = namesOf(cell);
    if (Result.isFailure(names)) return Result.fail(names.failure);
    if (names.success === undefined) return Result.succeed(UNTOUCHED);
    const found = yield* findMembers(names.success);
    const unknown = names.success.filter((name) => !found.has(name));
    if (unknown.length > 0) return Result.fail(unknownMembers('members', unknown));
    const ids = new Set(found.values());
    const before = yield* idsOf(current);
    const added = [...ids].filter((id) => !before.has(id)).length;
    const removed = [...before].filter((id) => !ids.has(id)).length;
    return Result.succeed(added + removed === 0 ? UNTOUCHED : { ids: [...ids], added, removed });
  });
};

/** What a line with all members comes to. */
interface Listed extends Pick<LinePlan, 'kind' | 'document' | 'changes'> {
  readonly current: Resource | undefined;
  readonly members: MemberDifference;
}

/** Makes the import of a line about a group that has all its members, or says nothing of them. */
export const makeReplaceMembers = (parts: ImportParts, values: ReturnType<typeof makeUniqueValues>) => {
  const { context, settings } = parts;
  const membersOf = makeMembers(parts);
  const write = makeWriteGroup(parts);

  const planOn = ({ columns, cells }: Subject['line'], document: Resource['document'] | undefined) =>
    planLine(context, columns, cells, document);

  const plan = Effect.fnUntraced(function* ({
    line,
    matchValue,
  }: Subject): Effect.fn.Return<Result.Result<Listed, LineFault>, StorageUnavailable> {
    const found = yield* findMatch(parts, matchValue);
    if (Result.isFailure(found)) return Result.fail(found.failure);
    const current = found.success;
    const planned = planOn(line, current?.document);
    if (Result.isFailure(planned)) return Result.fail(planned.failure);
    const members = yield* membersOf(line.cells.get('members'), current);
    if (Result.isFailure(members)) return Result.fail(members.failure);
    const { kind, document, changes } = planned.success;
    const isSame = kind === 'unchanged' && members.success.ids === undefined;
    const fault = isSame ? undefined : yield* values.taken(document, current?.document);
    if (fault !== undefined) return Result.fail(fault);
    return Result.succeed({ kind, document, changes, current, members: members.success });
  });

  const attempt = Effect.fnUntraced(function* (
    subject: Subject,
  ): Effect.fn.Return<Attempt<LineOutcome>, StorageUnavailable> {
    const { line } = subject;
    const planned = yield* plan(subject);
    if (Result.isFailure(planned)) return { answer: refusedLine(line, planned.failure) };
    const { kind, document, changes, current, members } = planned.success;
    const { ids, added, removed } = members;
    const about = { line: line.line, name: nameOf(document) ?? '', changes };
    if (kind === 'unchanged' && ids === undefined) return { answer: { ...about, kind: 'unchanged' } };
    const made = kind === 'create' ? 'created' : 'changed';
    const answer: LineOutcome = { ...about, kind: made, membersAdded: added, membersRemoved: removed };
    if (settings.dryRun) {
      values.release(current?.document, document);
      return { answer };
    }
    const revise = (now: Resource['document']) => Result.map(planOn(line, now), (again) => again.document);
    const step = ids === undefined ? undefined : ({ kind: 'replace', ids } as const);
    const wrote = yield* written(write({ id: current?.id, document, revise, step }));
    if (Result.isSuccess(wrote)) return { answer };
    return { failure: wrote.failure, refused: refusedWrite(line, wrote.failure) };
  });

  return (subject: Subject) => attempting(() => attempt(subject));
};
