// From entries to the rows of the list: people's requests in groups, requests with nothing to do folded.
import type { ActivityEntry } from '@looop-scim/http-api/contract';

/** A row of the list. */
export type ActivityRowData =
  | { readonly kind: 'entry'; readonly key: string; readonly entry: ActivityEntry; readonly isInner: boolean }
  | {
      readonly kind: 'group' | 'unchanged';
      readonly key: string;
      readonly name: string;
      readonly count: number;
      readonly isOpen: boolean;
    };

/** How the list is shown. */
export interface RowOptions {
  readonly isGrouped: boolean;
  readonly isFolded: boolean;
  /** Keys of groups that are turned from how they are shown by default. */
  readonly turned: ReadonlySet<string>;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whom an entry is about. */
const subjectOf = ({ record }: ActivityEntry): string | undefined =>
  textOf(record['resourceId']) ?? textOf(record['resourceName']);

const nameOf = ({ record, client }: ActivityEntry): string =>
  textOf(record['resourceName']) ?? textOf(record['resourceId']) ?? client;

const isUnchanged = ({ record }: ActivityEntry): boolean => record['outcome'] === 'unchanged';

/** Entries that follow each other and have the same key. */
const runsOf = (entries: readonly ActivityEntry[], keyOf: (entry: ActivityEntry) => string | undefined) => {
  const runs: { readonly key: string | undefined; readonly entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const [last, key] = [runs.at(-1), keyOf(entry)];
    if (last !== undefined && key !== undefined && last.key === key) last.entries.push(entry);
    else runs.push({ key, entries: [entry] });
  }
  return runs;
};

/** Shortest run that is worth a fold. */
const WORTH_A_FOLD = 2;

const entryRows = (entries: readonly ActivityEntry[], isInner: boolean, { isFolded, turned }: RowOptions) =>
  runsOf(entries, (entry) => (isFolded && isUnchanged(entry) ? 'unchanged' : undefined)).flatMap(
    (run): readonly ActivityRowData[] => {
      const rows = run.entries.map((entry) => ({ kind: 'entry', key: entry.position, entry, isInner }) as const);
      const [first] = run.entries;
      if (run.key === undefined || first === undefined || rows.length < WORTH_A_FOLD) return rows;
      const key = `unchanged ${run.entries.at(-1)?.position ?? ''}`;
      const isOpen = turned.has(key);
      return [{ kind: 'unchanged', key, name: '', count: rows.length, isOpen }, ...(isOpen ? rows : [])];
    },
  );

/** The rows of a list of entries, newest first. */
export const rowsOf = (entries: readonly ActivityEntry[], options: RowOptions): readonly ActivityRowData[] => {
  if (!options.isGrouped) return entryRows(entries, false, options);
  return runsOf(entries, subjectOf).flatMap((run): readonly ActivityRowData[] => {
    const [first] = run.entries;
    if (run.key === undefined || first === undefined || run.entries.length < WORTH_A_FOLD) {
      return entryRows(run.entries, false, options);
    }
    const key = `group ${run.entries.at(-1)?.position ?? ''}`;
    const isOpen = options.turned.has(key);
    const head = { kind: 'group', key, name: nameOf(first), count: run.entries.length, isOpen } as const;
    return [head, ...(isOpen ? entryRows(run.entries, true, options) : [])];
  });
};
