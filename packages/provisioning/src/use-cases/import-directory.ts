// Makes the import of a directory: the implementation of its inbound port.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { bindColumns, type Column } from '../directory/bind-columns.ts';
import type { Cells } from '../directory/cell.ts';
import { InvalidColumns } from '../directory/column-fault.ts';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import type {
  DirectoryImport,
  ImportLine,
  ImportRun,
  ImportSettings,
  LineOutcome,
} from '../ports/inbound/directory-import.ts';
import { makeDeactivateMissing, type Tally } from './deactivate-missing.ts';
import { attributeNamed, mappingsInForce, typeNamed, type DirectoryDependencies } from './directory-parts.ts';
import { setsOf } from './dependencies.ts';
import { makeImportGroups } from './import-groups.ts';
import { makeClaims, refusedLine } from './import-run.ts';
import type { BoundLine, ImportParts } from './import-lines.ts';
import { makeImportUsers } from './import-users.ts';

/** Sets of columns that are kept bound; lines of one file seldom have more. */
const KEPT_COLUMN_SETS = 64;

/** Columns of a file of groups that are about members. A file has one of them at most. */
const MEMBER_COLUMNS: readonly string[] = ['member', 'members'];

/** How CSV files call the displayName of a group. */
const GROUP_COLUMN = 'group';

type BindLine = (names: readonly string[]) => Result.Result<readonly Column[], InvalidColumns>;

const invalid = (column: string, reason: string) => Result.fail(new InvalidColumns({ faults: [{ column, reason }] }));

const bindUserColumns = ({ context }: ImportParts, set: BoundMappingSet, names: readonly string[]) =>
  bindColumns(context.type, set, names);

const bindGroupColumns = ({ context }: ImportParts, names: readonly string[]) => {
  const ofMembers = names.filter((name) => MEMBER_COLUMNS.includes(name));
  if (ofMembers.length > 1)
    return invalid(ofMembers[1] ?? '', `the column ${ofMembers[0] ?? ''} is about members, too`);
  const others = names.filter((name) => !MEMBER_COLUMNS.includes(name));
  return bindColumns(
    context.type,
    undefined,
    others.map((name) => (name === GROUP_COLUMN ? 'displayName' : name)),
  );
};

/** Binds the columns of lines, each set of names once. */
const makeBindLine = (parts: ImportParts, set: BoundMappingSet): BindLine => {
  const { match, settings } = parts;
  const bind: BindLine = (names) => {
    const bound = settings.of === 'users' ? bindUserColumns(parts, set, names) : bindGroupColumns(parts, names);
    return Result.flatMap(bound, (columns) =>
      columns.some(({ paths }) => paths.includes(match.path))
        ? Result.succeed(columns)
        : invalid(match.path, `is what lines are matched by, and no column is written to it`),
    );
  };
  const known = new Map<string, Result.Result<readonly Column[], InvalidColumns>>();
  return (names) => {
    const key = JSON.stringify(names);
    const bound = known.get(key) ?? bind(names);
    if (known.size >= KEPT_COLUMN_SETS) known.clear();
    known.set(key, bound);
    return bound;
  };
};

const renamed = (cells: Cells): Cells =>
  new Map([...cells].map(([name, cell]) => [name === GROUP_COLUMN ? 'displayName' : name, cell] as const));

/** A line with its columns, or why it is refused. */
const boundLine = (
  of: ImportSettings['of'],
  bind: BindLine,
  line: ImportLine,
): Result.Result<BoundLine, LineOutcome> => {
  if ('fault' in line) return Result.fail(refusedLine(line, { reason: line.fault }));
  return Result.mapBoth(bind([...line.cells.keys()]), {
    onFailure: ({ faults: [fault] }) =>
      refusedLine(line, {
        ...(fault && { column: fault.column }),
        reason: `${fault?.reason ?? ''}${fault?.suggestion === undefined ? '' : `; did you mean ${fault.suggestion}?`}`,
      }),
    onSuccess: (columns) => ({ line: line.line, cells: of === 'groups' ? renamed(line.cells) : line.cells, columns }),
  });
};

const makeTakeUsers = (parts: ImportParts, bind: BindLine): ImportRun['take'] => {
  const { claim, perform, concurrency } = makeImportUsers(parts);
  return (lines) => {
    // Claimed in the order of the file, before any of them is written.
    const subjects = lines.map((line) =>
      Result.flatMap(boundLine(parts.settings.of, bind, line), (bound) =>
        Result.mapError(claim(bound), (fault) => refusedLine(line, fault)),
      ),
    );
    return Effect.forEach(
      subjects,
      (subject): Effect.Effect<LineOutcome, StorageUnavailable> =>
        Result.isFailure(subject) ? Effect.succeed(subject.failure) : perform(subject.success),
      { concurrency },
    );
  };
};

const makeTakeGroups = (parts: ImportParts, bind: BindLine): ImportRun['take'] => {
  const take = makeImportGroups(parts);
  return (lines) => take(lines.map((line) => boundLine(parts.settings.of, bind, line)));
};

/** Makes the import into one organisation. */
export const makeDirectoryImport = (given: DirectoryDependencies): DirectoryImport => {
  const deps: DirectoryDependencies = { ...given, sets: setsOf(given), causeKind: 'import' };
  const partsOf = (settings: ImportSettings): ImportParts => {
    const type = typeNamed(deps.registry, settings.of === 'users' ? 'User' : 'Group');
    return {
      deps,
      context: { type, policy: deps.policy, clearBlank: settings.clearBlank },
      settings,
      match: attributeNamed(type, settings.match),
      claims: makeClaims(),
      seen: new Set(),
    };
  };

  return {
    begin: Effect.fnUntraced(function* (settings: ImportSettings): Effect.fn.Return<ImportRun, StorageUnavailable> {
      const begun = settings.begun ?? (yield* Clock.currentTimeMillis);
      const set = yield* mappingsInForce(deps);
      const parts = partsOf(settings);
      const bind = makeBindLine(parts, set);
      const take = settings.of === 'users' ? makeTakeUsers(parts, bind) : makeTakeGroups(parts, bind);
      let tally: Tally = { lines: 0, refused: 0 };
      return {
        checkColumns: (names) => Result.map(bind(names), () => undefined),
        take: (lines) =>
          // Others get their turn first: lines that write nothing may never wait for anything.
          Effect.tap(Effect.andThen(Effect.yieldNow, take(lines)), (outcomes) =>
            Effect.sync(() => {
              const refused = outcomes.filter(({ kind }) => kind === 'refused').length;
              tally = { lines: tally.lines + lines.length, refused: tally.refused + refused };
            }),
          ),
        ...makeDeactivateMissing(parts, begun, () => tally),
      };
    }),
  };
};
