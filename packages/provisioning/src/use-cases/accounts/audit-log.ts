// The audit log: records whose keys sort the newest first, and which end with their retention.
import * as Effect from 'effect/Effect';
import type { AuditEntry, StoredAuditEntry } from '../../accounts/audit-entry.ts';
import type { AuditLog } from '../../ports/inbound/audit.ts';
import type { IdGenerator } from '../../ports/outbound/identifiers.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import { makeStoredJson } from './stored-json.ts';

/** What an audit log works with. */
export interface AuditDependencies {
  readonly records: RecordStore;
  readonly ids: IdGenerator;
  /** For how long entries are kept, in milliseconds; absent: for ever. */
  readonly retentionMs?: number;
}

/** What is stored under its position. */
type KeptEntry = Omit<StoredAuditEntry, 'position'>;

/** A time that no entry reaches, in milliseconds since 1970, with as many digits as all positions have. */
const END_OF_TIME = 9_999_999_999_999;
const DIGITS = 13;

/** Makes the audit log over records of an organisation or of the installation. */
export const makeAuditLog = ({ records, ids, retentionMs }: AuditDependencies): AuditLog => {
  const stored = makeStoredJson<KeptEntry>(records, 'auditEntry');
  const put = (position: string, value: KeptEntry) => {
    const end = retentionMs === undefined ? {} : { expiresAt: value.at + retentionMs };
    return Effect.asVoid(stored.change(position, () => Effect.succeed({ value, ...end })));
  };
  const positionOf = ({ at }: AuditEntry) =>
    Effect.map(ids.next, (id) => `${String(END_OF_TIME - at).padStart(DIGITS, '0')}-${id}`);
  return {
    begin: (entry) =>
      Effect.flatMap(positionOf(entry), (position) =>
        Effect.as(put(position, { ...entry, isUnfinished: true }), position),
      ),
    done: put,
    withdraw: stored.clear,
    record: (entry) => Effect.flatMap(positionOf(entry), (position) => put(position, entry)),
    page: ({ after, limit }) =>
      Effect.map(stored.page({ limit: limit + 1, ...(after !== undefined && { after }) }), (found) => {
        const entries = found.slice(0, limit).map(({ key, value }) => ({ ...value, position: key }));
        const next = found.length > limit ? entries.at(-1)?.position : undefined;
        return { entries, ...(next !== undefined && { next }) };
      }),
  };
};
