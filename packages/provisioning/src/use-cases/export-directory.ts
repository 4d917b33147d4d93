// Makes the export of a directory: the implementation of its inbound port.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { combineFilters } from '@looop-scim/scim/filter';
import { readableColumn, writableColumns, type ReadableColumn } from '../directory/bind-columns.ts';
import { InvalidColumns } from '../directory/column-fault.ts';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import type { DirectoryExport, ExportedGroup, ExportPage } from '../ports/inbound/directory-export.ts';
import {
  attributeNamed,
  find,
  isEqual,
  mappingsInForce,
  typeNamed,
  walk,
  type DirectoryDependencies,
} from './directory-parts.ts';

/** Of a page, which costs a count of those that follow. */
const USERS = 1000;
const GROUPS = 50;
/** Members whose names are read at once. */
const MEMBERS = 100;

/** What every export has, so that its lines find their user again. */
const KEYS = ['userName', 'externalId'];

/** The columns of an export by default: those that can be imported again, each attribute once. */
const defaultColumns = (type: ReturnType<typeof typeNamed>, set: BoundMappingSet): readonly ReadableColumn[] => {
  const fields = set.mappings.map(({ mapping }) => mapping.field);
  return writableColumns(type, set, [...KEYS.filter((key) => !fields.includes(key)), ...fields]);
};

const namedColumns = (
  type: ReturnType<typeof typeNamed>,
  set: BoundMappingSet,
  names: readonly string[],
): Result.Result<readonly ReadableColumn[], InvalidColumns> => {
  const columns = names.map((name) => readableColumn(type, set, name));
  const faults = columns.flatMap((column) => (Result.isFailure(column) ? [column.failure] : []));
  if (faults.length > 0) return Result.fail(new InvalidColumns({ faults }));
  return Result.succeed(columns.flatMap((column) => (Result.isSuccess(column) ? [column.success] : [])));
};

const makeGroups = (deps: DirectoryDependencies): DirectoryExport['groups'] => {
  const { registry, resources } = deps;
  const [user, group] = [typeNamed(registry, 'User'), typeNamed(registry, 'Group')];
  const userId = attributeNamed(user, 'id');

  const namesOf = Effect.fnUntraced(function* (
    ids: readonly string[],
  ): Effect.fn.Return<readonly string[], StorageUnavailable> {
    const names = new Map<string, string>();
    for (let start = 0; start < ids.length; start += MEMBERS) {
      const filters = ids.slice(start, start + MEMBERS).map((id) => isEqual(userId, id));
      const found = yield* find(resources, user, combineFilters('or', filters), MEMBERS);
      for (const { id, document } of found) names.set(id, String(document['userName'] ?? id));
    }
    return ids.map((id) => names.get(id) ?? id);
  });

  const textOf = ({ document }: Resource, name: string): string | undefined => {
    const value = document[name];
    return typeof value === 'string' ? value : undefined;
  };

  return Effect.fnUntraced(function* (
    after: string | undefined,
  ): Effect.fn.Return<ExportPage<ExportedGroup>, StorageUnavailable> {
    const { resources: found, ...next } = yield* walk(resources, group, after, {
      limit: GROUPS,
      withMemberships: true,
    });
    const rows = yield* Effect.forEach(found, (one) =>
      Effect.map(namesOf((one.memberships ?? []).map(({ id }) => id)), (members) => ({
        displayName: textOf(one, 'displayName'),
        externalId: textOf(one, 'externalId'),
        members,
      })),
    );
    return { rows, ...next };
  });
};

/** Makes the export from one organisation. */
export const makeDirectoryExport = (deps: DirectoryDependencies): DirectoryExport => {
  const user = typeNamed(deps.registry, 'User');
  return {
    users: Effect.fnUntraced(function* (names: readonly string[] | undefined) {
      const set = yield* mappingsInForce(deps);
      const columns =
        names === undefined ? defaultColumns(user, set) : yield* Effect.fromResult(namedColumns(user, set, names));
      return {
        columns: columns.map(({ name }) => name),
        page: (after: string | undefined) =>
          Effect.map(
            walk(deps.resources, user, after, { limit: USERS, withMemberships: false }),
            ({ resources, ...next }) => ({
              rows: resources.map(({ document }) => columns.map(({ read }) => read(document))),
              ...next,
            }),
          ),
      };
    }),
    groups: makeGroups(deps),
  };
};
