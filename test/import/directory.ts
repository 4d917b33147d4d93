// A directory in an organisation of its own, with the use cases that import into it, export from it and provision it.
import { createHash } from 'node:crypto';
import { contractRegistry } from '@looop-scim/laws';
import { makeCursorCipher, uuidV7Generator } from '@looop-scim/crypto-node';
import { makeScimService } from '@looop-scim/provisioning';
import {
  makeDirectoryExport,
  makeDirectoryImport,
  type Cell,
  type Cells,
  type ImportSettings,
  type LineOutcome,
} from '@looop-scim/provisioning/directory';
import {
  makeMappingAdministration,
  organisationId,
  policyOf,
  type Organisation,
} from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { Complex } from '@looop-scim/scim/attribute';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { run } from '../support/run/run-effect.ts';

const caller = { tokenFingerprint: '0123456789abcdef', requestId: 'test' };

/** What a test does not say of an import. */
export const USERS: ImportSettings = {
  of: 'users',
  match: 'userName',
  dryRun: false,
  clearBlank: false,
  requestId: 'import-1',
};

export const GROUPS: ImportSettings = { ...USERS, of: 'groups', match: 'displayName' };

/** A line as a test writes it. */
export type Row = Readonly<Record<string, Cell>>;

const cellsOf = (row: Row): Cells => new Map(Object.entries(row));

/** An outcome in few words: `created ana`, `refused 3: reason`. */
export const said = (outcome: LineOutcome): string => {
  if (outcome.kind !== 'refused') return `${outcome.kind} ${outcome.name}`;
  return `refused ${outcome.line}: ${outcome.column === undefined ? '' : `${outcome.column} `}${outcome.reason}`;
};

/** Opens a directory in a new organisation. */
export const openDirectory = async (storage: Storage, profile: Organisation['profile'] = 'interop') => {
  const id = organisationId(await run(uuidV7Generator.next));
  const organisation: Organisation = {
    id,
    name: `acme-${createHash('sha256').update(id).digest('hex').slice(0, 12)}`,
    scimEnabled: true,
    profile,
    leniencies: {},
    created: 1_767_225_600_000,
  };
  await run(storage.organisations.add(organisation));
  const { resources, activity, events, revisions } = storage.forOrganisation(id);
  const deps = {
    registry: contractRegistry,
    policy: policyOf(organisation),
    baseUrl: '',
    resources,
    activity,
    revisions,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('secret of the installation, long enough', id),
  };
  const scim = makeScimService(deps);
  const importing = makeDirectoryImport(deps);
  const exporting = makeDirectoryExport(deps);

  const begin = (settings: Partial<ImportSettings> = {}) => run(importing.begin({ ...USERS, ...settings }));

  const typeAt = (endpoint: string) => {
    const type = scim.resourceTypeAt(endpoint);
    if (type === undefined) throw new Error(`There is no ${endpoint}`);
    return type;
  };

  const list = async (endpoint: string): Promise<readonly Complex[]> => {
    const type = typeAt(endpoint);
    const found: Complex[] = [];
    for (let after = 1; ; after += 100) {
      const page = await run(scim.list({ type, caller, query: { startIndex: after, count: 100 } }));
      found.push(...page.representations);
      if (page.representations.length < 100) return found;
    }
  };

  return {
    scim,
    events,
    activity,
    mappings: makeMappingAdministration({ registry: deps.registry, policy: deps.policy, resources, revisions }),
    begin,
    /** Imports rows at once; what became of each. */
    take: async (rows: readonly Row[], settings: Partial<ImportSettings> = {}): Promise<readonly LineOutcome[]> => {
      const importRun = await begin(settings);
      return run(importRun.take(rows.map((row, index) => ({ line: index + 1, cells: cellsOf(row) }))));
    },
    /** Creates by SCIM; the id of the new resource. */
    create: async (endpoint: '/Users' | '/Groups', body: unknown): Promise<string> =>
      (await run(scim.create({ type: typeAt(endpoint), caller, projection: {}, body }))).id,
    users: () => list('/Users'),
    groups: () => list('/Groups'),
    /** All users with the columns, as rows that can be imported. */
    exportUsers: async (columns?: readonly string[]): Promise<readonly Row[]> => {
      const exported = Result.getOrThrow(await run(Effect.result(exporting.users(columns))));
      const rows: Row[] = [];
      let after: string | undefined;
      do {
        const page = await run(exported.page(after));
        for (const values of page.rows) {
          const cells = values.flatMap((value, index) =>
            value === undefined ? [] : [[exported.columns[index] ?? '', value] as const],
          );
          rows.push(Object.fromEntries(cells));
        }
        after = page.next;
      } while (after !== undefined);
      return rows;
    },
    exportGroups: async (): Promise<readonly Row[]> => {
      const rows: Row[] = [];
      let after: string | undefined;
      do {
        const page = await run(exporting.groups(after));
        for (const { displayName, externalId, members } of page.rows) {
          rows.push({
            ...(displayName !== undefined && { displayName }),
            ...(externalId !== undefined && { externalId }),
            members,
          });
        }
        after = page.next;
      } while (after !== undefined);
      return rows;
    },
  };
};

export type Directory = Awaited<ReturnType<typeof openDirectory>>;

/** What there is of a directory that does not depend on ids and times: documents with memberships by name. */
export const stateOf = async ({ users, exportGroups }: Directory): Promise<unknown> => {
  const people = (await users()).map(({ id: _id, meta: _meta, groups: _groups, ...document }) => document);
  const groups = (await exportGroups()).map((row) => ({
    ...row,
    members: [...(row['members'] as readonly string[])].toSorted(),
  }));
  const byName = (left: unknown, right: unknown): number => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1);
  return { people: people.toSorted(byName), groups: groups.toSorted(byName) };
};

/** The version of each resource by id: unchanged versions mean that nothing was written. */
export const versionsOf = async ({ users, groups }: Directory): Promise<ReadonlyMap<unknown, unknown>> => {
  const all = [...(await users()), ...(await groups())];
  return new Map(all.map(({ id, meta }) => [id, JSON.stringify(meta)]));
};

/** What comes afterwards has a later time than what came before. */
export const clockGoesOn = async (): Promise<void> => {
  for (const before = Date.now(); Date.now() === before;) await new Promise(setImmediate);
};
