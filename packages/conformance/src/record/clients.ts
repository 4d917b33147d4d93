import type { ClientBehaviour, ClientRecord } from './client-behaviour.ts';
import { entra } from './entra.ts';
import { libraries } from './libraries.ts';
import { oktaConnection } from './okta-connection.ts';
import { oktaGroups } from './okta-groups.ts';
import { oktaUsers } from './okta-users.ts';
import { otherProviders } from './other-providers.ts';
import { others } from './others.ts';

/** Every client on record. */
export const clients: readonly ClientRecord[] = [
  {
    cases: 'okta',
    name: 'Okta',
    prefix: 'OKTA',
    summary:
      'Two kinds of apps: custom ones made in the app integration wizard (aiw) update by GET and PUT, apps of the catalogue (oin) by PATCH where they can. Which one it is is stored with the app and not negotiated, so that both have to be served.',
    behaviours: [...oktaConnection, ...oktaUsers, ...oktaGroups],
  },
  {
    cases: 'entra',
    name: 'Microsoft Entra ID',
    prefix: 'ENTRA',
    summary:
      'Works in cycles of about 40 minutes, looks up before it writes, one object at a time, and updates by PATCH in one of two dialects.',
    behaviours: entra,
  },
  ...otherProviders,
  libraries,
  others,
];

/** Every behaviour on record. */
export const clientBehaviours: readonly ClientBehaviour[] = clients.flatMap(({ behaviours }) => behaviours);
