// A server with one user and one group, for tests of what is refused.
import { beforeAll } from 'vitest';
import { textAt } from '@looop-scim/conformance';
import * as okta from '../client/okta.ts';
import type { ScimClient } from '../client/scim-client.ts';
import { useServer } from './use-server.ts';

/** What refused requests aim at. */
export interface Target {
  readonly client: ScimClient;
  readonly userId: string;
  readonly groupId: string;
}

/** Registers a server with the user ana.pop@acme.example, another user, and the groups Coaches (Ana in it) and Other. */
export const useTarget = (): (() => Target) => {
  const { client } = useServer();
  let target: Target | undefined;
  beforeAll(async () => {
    const scim = client();
    const made = await okta.createUser(scim, okta.person('Ana', 'Pop', { [okta.LOOOP]: { area: 'North' } }));
    await okta.createUser(scim, okta.person('Ion', 'Rus'));
    const userId = textAt(made, '/id');
    const groupId = await okta.createGroupId(scim, 'Coaches', [userId]);
    await okta.createGroupId(scim, 'Other');
    target = { client: scim, userId, groupId };
  });
  return () => {
    if (target === undefined) throw new Error('the target is used outside of a test');
    return target;
  };
};
