// Everything that the API can do.
import type { Operation } from '../operation.ts';
import { activityReadings } from './activity-readings.ts';
import { impactOperations } from './impacts.ts';
import { importOperations } from './imports.ts';
import { eventOperations } from './events.ts';
import { installationOperations } from './installation.ts';
import { mappingOperations } from './mapping-sets.ts';
import { organisationOperations } from './organisation.ts';
import { peopleOperations } from './people.ts';
import { attributeOperations } from './schema-attributes.ts';
import { secretOperations } from './secrets.ts';
import { sessionOperations } from './session.ts';
import { teamOperations } from './team.ts';
import { watchOperations } from './watch.ts';
import { webhookOperations } from './webhooks.ts';

/** What platform keys open. */
const PLATFORM: readonly Operation[] = [
  ...peopleOperations,
  ...eventOperations,
  ...mappingOperations,
  ...impactOperations,
  ...attributeOperations,
  ...importOperations,
  ...webhookOperations,
];

/** What is for people who sign in alone. */
const PEOPLE: readonly Operation[] = [
  ...sessionOperations,
  ...organisationOperations,
  ...watchOperations,
  ...activityReadings,
  ...secretOperations,
  ...teamOperations,
  ...installationOperations,
];

/** All operations of a server, with or without people who sign in. */
export const operationsOf = (hasPeople: boolean): readonly Operation[] =>
  hasPeople ? [...PLATFORM, ...PEOPLE] : PLATFORM;
