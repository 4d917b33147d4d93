// What the pages ask of imports: a file is sent, and a job of the server reads it.
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const AGAIN_MS = 700;

/** Types of bodies by the ends of names of files. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  ndjson: 'application/jsonl',
};

/** How a file is read. */
export interface ImportSettings {
  readonly of: 'users' | 'groups';
  readonly match: 'userName' | 'displayName' | 'externalId';
  readonly delimiter: string;
  readonly clearBlank: boolean;
  /** How many refused lines stop it; undefined: none do. */
  readonly maxErrors: number | undefined;
  /** Whether people who are not in the file are deactivated. */
  readonly deactivateMissing: boolean;
  readonly dryRun: boolean;
}

/** The people who are not in the file, or why it cannot be told who they are. */
export type MissingPeople =
  { readonly count: number; readonly names: readonly string[] } | { readonly unknown: 'refusedLines' | 'noLines' };

/** A line that changed something, or would. */
export interface ImportExample {
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly changes: readonly { readonly attribute: string }[];
  readonly membersAdded?: number;
  readonly membersRemoved?: number;
}

/** An import, as far as it is. */
export interface ImportJob extends Pick<ImportSettings, 'of' | 'match' | 'clearBlank' | 'dryRun'> {
  readonly id: string;
  readonly state: 'receiving' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly author: string;
  readonly createdAt: string;
  readonly failure?: string;
  readonly report: {
    readonly lines: number;
    readonly created: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly errors: readonly { readonly line: number; readonly column?: string; readonly reason: string }[];
    readonly examples: readonly ImportExample[];
    /** There when people who are not in the file were to be deactivated. */
    readonly missing?: MissingPeople;
  };
}

/** The type of the body of a file; undefined when it is none that can be imported. */
export const typeOf = (name: string): string | undefined => TYPES[name.toLowerCase().split('.').at(-1) ?? ''];

/**
 * The settings with which an import is made after its dry run. No more people are deactivated than the dry run has told of, and
 * nobody is when it could not tell who is missing.
 */
export const settingsAfter = (
  tried: ImportSettings,
  missing: MissingPeople | undefined,
): ImportSettings & { readonly deactivateAtMost?: number } => {
  const real = { ...tried, dryRun: false };
  return missing !== undefined && 'count' in missing && tried.deactivateMissing
    ? { ...real, deactivateAtMost: missing.count }
    : { ...real, deactivateMissing: false };
};

/** Whether a job goes on. */
export const isUnderWay = ({ state }: ImportJob): boolean => ['receiving', 'queued', 'running'].includes(state);

/** A file, and how it is read. */
export interface ImportSubmission {
  readonly file: File;
  readonly type: string;
  readonly settings: ReturnType<typeof settingsAfter>;
}

/** Sends a file. Fails: `ApiProblem`. */
export const startImport = (organisation: string, { file, type, settings }: ImportSubmission): Promise<ImportJob> => {
  const { of, match, delimiter, clearBlank, maxErrors, deactivateMissing, deactivateAtMost, dryRun } = settings;
  const flags = {
    clearBlank: String(clearBlank),
    deactivateMissing: String(deactivateMissing),
    dryRun: String(dryRun),
  };
  const query = { of, match, delimiter, maxErrors, ...flags, deactivateAtMost };
  return api<ImportJob>('/imports', { method: 'POST', organisation, query, upload: { type, content: file } });
};

const pathOf = (jobId: string): string => `/imports/${encodeURIComponent(jobId)}`;

export const cancelImport = (organisation: string, jobId: string): Promise<ImportJob> =>
  api<ImportJob>(`${pathOf(jobId)}/cancel`, { method: 'POST', organisation });

export const importQuery = (organisation: string, jobId: string) =>
  queryOptions({
    queryKey: [organisation, 'import', jobId],
    queryFn: ({ signal }) => api<ImportJob>(pathOf(jobId), { organisation, signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data) ? AGAIN_MS : false),
  });
