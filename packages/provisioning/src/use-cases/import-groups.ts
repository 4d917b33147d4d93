// The import of groups. A line has the whole list of members (`members`), one member to be added (`member`), or none of both.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ImportRun, LineOutcome } from '../ports/inbound/directory-import.ts';
import { makeAddMembers } from './import-added-members.ts';
import { makeUniqueValues, type BoundLine, type ImportParts, type Subject } from './import-lines.ts';
import { makeReplaceMembers } from './import-listed-members.ts';
import { refusedLine } from './import-run.ts';

type Item = Result.Result<Subject, LineOutcome>;

/** Lines in a row that add members to one group: written at once. Any other line stands alone. */
const inRows = (items: readonly Item[]): readonly (readonly Item[])[] => {
  const rows: Item[][] = [];
  let owner: string | undefined;
  for (const item of items) {
    const adds = Result.isSuccess(item) && item.success.line.cells.has('member') ? item.success.owner : undefined;
    if (adds !== undefined && adds === owner) rows.at(-1)?.push(item);
    else rows.push([item]);
    owner = adds;
  }
  return rows;
};

/** Makes the import of lines about groups. */
export const makeImportGroups = (
  parts: ImportParts,
): ((lines: readonly Result.Result<BoundLine, LineOutcome>[]) => ReturnType<ImportRun['take']>) => {
  const values = makeUniqueValues(parts);
  const add = makeAddMembers(parts, values);
  const replace = makeReplaceMembers(parts, values);

  const subjectOf = (line: Result.Result<BoundLine, LineOutcome>): Item =>
    Result.flatMap(line, (bound) =>
      Result.mapError(values.claim(bound, bound.cells.has('member')), (fault) => refusedLine(bound, fault)),
    );

  const performRow = (row: readonly Item[]): Effect.Effect<readonly LineOutcome[], StorageUnavailable> => {
    const subjects = row.flatMap((item) => (Result.isSuccess(item) ? [item.success] : []));
    const [first] = subjects;
    if (first === undefined)
      return Effect.succeed(row.flatMap((item) => (Result.isFailure(item) ? [item.failure] : [])));
    return first.line.cells.has('member') ? add(first, subjects) : Effect.map(replace(first), (outcome) => [outcome]);
  };

  return (lines) => Effect.map(Effect.forEach(inRows(lines.map(subjectOf)), performRow), (rows) => rows.flat());
};
