// The rate limits over all processes of a storage. A request waits for nobody: each process counts for itself, keeps a record of what
// it has let in, and takes what the records of the others say from its own buckets, a round later.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { RecordStore, StoredRecord, VersionConflict } from '@looop-scim/provisioning/ports';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Admission, AdmissionLimits } from './admission.ts';
import type { Rate } from './buckets.ts';

/** Between two rounds, in milliseconds. */
export const EXCHANGE_EVERY_MS = 1000;

/** What a round has to let in of a token or an organisation to be told, as a share of what a second may. */
const TOLD_SHARE = 0.1;
/** How long a record is there after it was written, in milliseconds: longer than clocks of processes differ. */
const KEPT_MS = 60_000;
/** Tokens, and organisations, that a record has at most: those that were let in last. */
const TOLD_KEYS = 1000;
/** Records that are read at once. */
const PAGE = 100;

/** Totals by key, those that changed last at the end. */
type Totals = readonly (readonly [key: string, total: number])[];

/** What a record holds: totals since the record was made. */
interface Told {
  readonly tokens: Totals;
  readonly organisations: Totals;
}

const NOTHING: Told = { tokens: [], organisations: [] };

/** What takes part in the exchange. */
export interface ExchangeParts {
  /** Records that belong to no organisation. */
  readonly records: RecordStore;
  readonly admission: Pick<Admission, 'letIn' | 'charge'>;
  readonly limits: AdmissionLimits;
  /** Names this process among those of the storage. */
  readonly process: string;
}

/** Adds counts to totals. */
const add = (totals: Totals, counts: Totals): Totals => {
  const sum = new Map(totals);
  for (const [key, count] of counts) {
    const total = (sum.get(key) ?? 0) + count;
    sum.delete(key);
    sum.set(key, total);
  }
  return [...sum].slice(-TOLD_KEYS);
};

/** What of the counts of a round is told. */
const toldOf = (counts: ReadonlyMap<string, number>, { perSecond }: Rate): Totals =>
  [...counts].filter(([, count]) => count >= perSecond * TOLD_SHARE);

/** What was added since `before`. A total that is smaller than before has begun anew. */
const added = (before: Totals, now: Totals): ReadonlyMap<string, number> => {
  const known = new Map(before);
  return new Map(
    now.flatMap(([key, total]) => {
      const old = known.get(key) ?? 0;
      const count = total < old ? total : total - old;
      return count === 0 ? [] : [[key, count] as const];
    }),
  );
};

/** Adds what is told. */
const both = (left: Told, right: Told): Told => ({
  tokens: add(left.tokens, right.tokens),
  organisations: add(left.organisations, right.organisations),
});

/**
 * Makes the round of a process: it tells what was let in, and charges what others tell. What others had told before the first round is
 * not charged.
 */
export const makeExchange = ({ records, admission, limits, process }: ExchangeParts) => {
  let untold = NOTHING;
  let known: ReadonlyMap<string, Told> | undefined;

  const tell = Effect.gen(function* (): Effect.fn.Return<void, VersionConflict | StorageUnavailable> {
    const at = yield* Clock.currentTimeMillis;
    const stored = yield* records.read('letIn', process);
    const told = both(stored === undefined ? NOTHING : (JSON.parse(stored.content) as Told), untold);
    const record = { content: JSON.stringify(told), expiresAt: at + KEPT_MS };
    yield* records.write('letIn', process, record, stored?.version ?? 0);
    untold = NOTHING;
  });

  const toldByOthers = Effect.gen(function* (): Effect.fn.Return<ReadonlyMap<string, Told>, StorageUnavailable> {
    const told = new Map<string, Told>();
    let page: readonly StoredRecord[] = [];
    do {
      const after = page.at(-1)?.key;
      page = yield* records.page('letIn', { limit: PAGE, ...(after !== undefined && { after }) });
      for (const { key, content } of page) if (key !== process) told.set(key, JSON.parse(content) as Told);
    } while (page.length === PAGE);
    return told;
  });

  return Effect.gen(function* (): Effect.fn.Return<void, VersionConflict | StorageUnavailable> {
    const { tokens, organisations } = admission.letIn();
    untold = both(untold, {
      tokens: toldOf(tokens, limits.token),
      organisations: toldOf(organisations, limits.organisation),
    });
    if (untold.tokens.length + untold.organisations.length > 0) yield* tell;
    const others = yield* toldByOthers;
    for (const [key, now] of known === undefined ? [] : others) {
      const before = known?.get(key) ?? NOTHING;
      admission.charge({
        tokens: added(before.tokens, now.tokens),
        organisations: added(before.organisations, now.organisations),
      });
    }
    known = others;
  });
};
