// Okta's published SPEC test, its twelve requests in order, run twice in a row on one database; and once more on the
// entitlements template's page of one.
import { beforeAll, describe, expect, it } from 'vitest';
import { arrayAt } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import { get, prepareSpecTest, runSpecTest } from '../support/client/okta-spec-test.ts';
import { useServer } from '../support/server/use-server.ts';

const { client } = useServer();

describe("Okta's SPEC test", () => {
  beforeAll(() => prepareSpecTest(client()));

  it.each([1, 2])('passes, run %i on the same database', async (run) => {
    await runSpecTest(client(), run);
  });

  it('leaves one user a run behind, as the test expects', async () => {
    expect(await okta.read(client(), '/Users')).toMatchObject({ totalResults: 3 });
  });

  it('honours a count of one with an itemsPerPage of one (entitlements test)', async () => {
    const page = await get(client(), '/Users?count=1&startIndex=1');
    expect(page.body).toMatchObject({ schemas: [okta.LIST], itemsPerPage: 1, startIndex: 1, totalResults: 3 });
    expect(arrayAt(page.body, '/Resources')).toHaveLength(1);
  });
});
