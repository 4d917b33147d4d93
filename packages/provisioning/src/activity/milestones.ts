// What has arrived for the first time, so that whoever sets a connection up sees how far it is.
import type { ActivityRecord } from './activity-record.ts';
import { isDeactivation } from './is-deactivation.ts';

/** What has to arrive before a connection is set up. */
export const MILESTONES = ['contact', 'person', 'deactivation', 'group'] as const;

/** `contact`: a token was used. `person`: a person was created, or one who was there was taken over. `group`: a group was pushed. */
export type Milestone = (typeof MILESTONES)[number];

/** When each milestone was reached, in milliseconds since 1970; absent: not yet. */
export type Milestones = Readonly<Partial<Record<Milestone, number>>>;

const reachedBy = (record: ActivityRecord): readonly Milestone[] => {
  const { operation, outcome, resourceType } = record;
  if (operation === 'authenticate') return [];
  if (outcome === 'refused' || operation === 'delete' || operation === 'read') return ['contact'];
  if (resourceType === 'Group') return ['contact', 'group'];
  if (resourceType !== 'User') return ['contact'];
  return ['contact', 'person', ...(isDeactivation(record) ? (['deactivation'] as const) : [])];
};

/** The milestones with those that a record reaches; those that were reached before stay. */
export const withRecord = (reached: Milestones, record: ActivityRecord): Milestones => {
  const fresh = reachedBy(record).filter((milestone) => (reached[milestone] ?? Infinity) > record.at);
  if (fresh.length === 0) return reached;
  return { ...reached, ...Object.fromEntries(fresh.map((milestone) => [milestone, record.at])) };
};

/** Whether nothing more has to arrive. */
export const isSetUp = (reached: Milestones): boolean =>
  MILESTONES.every((milestone) => reached[milestone] !== undefined);
