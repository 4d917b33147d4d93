// Messages that stand in no log.
import * as DateTime from 'effect/DateTime';
import { EVENT_FORMAT } from '../../events/directory-event.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';

/** A message, ready to be sent. */
export interface OutgoingMessage {
  readonly id: string;
  readonly text: string;
}

const message = (
  id: string,
  type: string,
  at: number,
  given: { readonly organisationId: OrganisationId; readonly data: object },
) => ({
  id,
  text: JSON.stringify({
    id,
    type,
    timestamp: DateTime.formatIso(DateTime.makeUnsafe(at)),
    format: EVENT_FORMAT,
    ...given,
  }),
});

/** Says that the feed goes up to a sequence. */
export const feedAdvanced = (organisationId: OrganisationId, sequence: number, at: number): OutgoingMessage =>
  message(`adv_${sequence}_${organisationId}`, 'feed.advanced', at, { organisationId, data: { sequence } });

/** Says nothing. */
export const webhookTest = (organisationId: OrganisationId, uuid: string, at: number): OutgoingMessage =>
  message(`tst_${uuid}`, 'webhook.test', at, { organisationId, data: {} });
