// The last sequence number of an organisation's events. Events are removed with time, and their numbers are never issued again:
// the last one is noted before.
import type { OrganisationId } from '@looop-scim/provisioning';
import type { Collections, EventDocument } from '../collections.ts';
import { upserting } from './upserting.ts';

const settingOf = (organisation: OrganisationId): string => `sequence:${organisation}`;

/** The last number that was issued; 0 when there was none. */
export const lastSequence = async (
  { events, settings }: Collections,
  organisation: OrganisationId,
): Promise<number> => {
  const newest = events
    .find({ o: organisation })
    .sort({ seq: -1 })
    .limit(1)
    .project<Pick<EventDocument, 'seq'>>({ seq: 1 })
    .next();
  const [last, noted] = await Promise.all([newest, settings.findOne({ _id: settingOf(organisation) })]);
  return Math.max(last?.seq ?? 0, Number(noted?.value ?? 0));
};

/** Forgets an organisation of which nothing is left. */
export const forgetSequence = async ({ settings }: Collections, organisation: OrganisationId): Promise<void> => {
  await settings.deleteOne({ _id: settingOf(organisation) });
};

/** Notes the last number that was issued. */
export const noteSequence = async (
  { settings }: Collections,
  organisation: OrganisationId,
  last: number,
): Promise<void> => {
  await upserting(() =>
    settings.updateOne({ _id: settingOf(organisation) }, { $max: { value: last } }, { upsert: true }),
  );
};
