// The records of deliveries.
import * as Effect from 'effect/Effect';
import { InvalidCursor, type StorageUnavailable } from '@looop-scim/scim/errors';
import {
  deliveryKey,
  deliveryPrefix,
  withAttempt,
  type DeliveryAttempt,
  type WebhookDelivery,
} from '../../delivery/webhook-delivery.ts';
import type { DeliveryPage, DeliveryPageRequest } from '../../ports/inbound/webhook-administration.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';

const KIND = 'webhookDelivery';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A message at its first attempt. */
export type FirstDelivery = Pick<WebhookDelivery, 'messageId' | 'type' | 'sequence' | 'subject' | 'at'>;

/** What is noted of a message. */
export interface DeliveryNote extends Pick<WebhookDelivery, 'outcome' | 'nextAttemptAt'> {
  readonly first: FirstDelivery;
  /** Key of the record, if there is one already. */
  readonly key?: string;
  /** Absent where nothing was sent. */
  readonly attempt?: DeliveryAttempt;
}

/** The deliveries of an organisation's endpoints. */
export interface DeliveryLog {
  readonly note: (endpointId: string, note: DeliveryNote) => Effect.Effect<WebhookDelivery, StorageUnavailable>;
  readonly page: (
    endpointId: string,
    request: DeliveryPageRequest,
  ) => Effect.Effect<DeliveryPage, InvalidCursor | StorageUnavailable>;
}

const parseDelivery = (text: string): WebhookDelivery => JSON.parse(text) as WebhookDelivery;

/** Makes the log; a record is kept for so many days after the first attempt. */
export const makeDeliveryLog = (records: RecordStore, keptDays: number): DeliveryLog => ({
  note: Effect.fnUntraced(function* (
    endpointId: string,
    { first, key: known, attempt, outcome, nextAttemptAt }: DeliveryNote,
  ): Effect.fn.Return<WebhookDelivery, StorageUnavailable> {
    const key = known ?? deliveryKey(endpointId, first);
    // At the first attempt there is none, and the note is stored in one commit with what becomes of the endpoint.
    const kept = known === undefined ? undefined : yield* records.read(KIND, key);
    const before =
      kept === undefined ? { ...first, outcome, attemptCount: 0, attempts: [] } : parseDelivery(kept.content);
    const after =
      attempt === undefined
        ? { ...before, outcome }
        : withAttempt(before, attempt, { outcome, ...(nextAttemptAt !== undefined && { nextAttemptAt }) });
    const expiresAt = before.at + keptDays * DAY_MS;
    // Nobody else writes it unless the endpoint has changed hands meanwhile; then the other one's note stays.
    yield* records
      .write(KIND, key, { content: JSON.stringify(after), expiresAt }, kept?.version ?? 0)
      .pipe(Effect.catchTag('VersionConflict', () => Effect.void));
    return after;
  }),
  page: Effect.fnUntraced(function* (
    endpointId: string,
    { cursor, limit }: DeliveryPageRequest,
  ): Effect.fn.Return<DeliveryPage, InvalidCursor | StorageUnavailable> {
    const prefix = deliveryPrefix(endpointId);
    // A cursor is the rest of a key; nothing that it may be leads out of the endpoint.
    const after = cursor === undefined ? {} : { after: `${prefix}${cursor}` };
    if (cursor !== undefined && [...cursor].some((character) => character < '!' || character > '~'))
      return yield* new InvalidCursor();
    const found = yield* records.page(KIND, { prefix, ...after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      deliveries: shown.map(({ content }) => parseDelivery(content)),
      ...(found.length > limit && last !== undefined && { next: last.key.slice(prefix.length) }),
    };
  }),
});
