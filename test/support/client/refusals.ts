// Requests that must be refused, as rows of a table: each is sent, its SCIM Error is held against the row, and whatever the
// organisation held before is read again and must be the same.
import { describe, expect, it } from 'vitest';
import * as okta from './okta.ts';
import type { ScimClient, ScimRequest } from './scim-client.ts';
import type { JsonObject } from '@looop-scim/conformance';

/** One request and why it is refused. */
export interface Refusal {
  readonly title: string;
  readonly request: ScimRequest;
  readonly status: number;
  readonly scimType?: string;
  /** Texts that the detail must hold: the attribute, the position, the limit. */
  readonly detail?: readonly string[];
}

/** All users and groups of an organisation, as it shows them. */
const everything = async (client: ScimClient): Promise<readonly JsonObject[]> => [
  await okta.read(client, '/Users', { count: 1000 }),
  await okta.read(client, '/Groups', { count: 1000 }),
];

/** Registers one test a row. `rowsOf` is asked with the placeholders USER and GROUP in paths and bodies replaced by ids. */
export const refuses = (
  title: string,
  rows: readonly Refusal[],
  target: () => { readonly client: ScimClient; readonly userId: string; readonly groupId: string },
): void => {
  describe(title, () => {
    it.each(rows)('$title', async ({ request, status, scimType, detail = [] }) => {
      const { client, userId, groupId } = target();
      const path = request.path.replace('USER', userId).replace('GROUP', groupId);
      const before = await everything(client);
      const answer = await client.send({ ...request, path });
      okta.expectError(answer, status, scimType, ...detail);
      expect(await everything(client), 'nothing is half written').toEqual(before);
    });
  });
};
