// The attributes of both extensions: they arrive, are stored apart, come back, and are found and changed by their full path in
// any case of the URN.
import { beforeAll, describe, expect, it } from 'vitest';
import { textAt, valueAt, type JsonObject } from '@looop-scim/conformance';
import * as okta from '../support/client/okta.ts';
import { useServer } from '../support/server/use-server.ts';

const { client } = useServer();
const { ENTERPRISE, LOOOP } = okta;

const looop = {
  area: 'North',
  department: 'Coaching',
  location: 'Cluj',
  position: 'Trainer',
  custom_1: 'A',
  custom_2: 'B',
  custom_3: 'C',
};
const enterprise = {
  employeeNumber: '1041',
  costCenter: '42',
  organization: 'Acme',
  division: 'East',
  department: 'Field',
  manager: { value: '77', displayName: 'Ion Rus' },
};

const spellings = (urn: string): readonly string[] => [
  urn,
  urn.toLowerCase(),
  urn.toUpperCase(),
  [...urn].map((letter, index) => (index % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase())).join(''),
];

describe('extension attributes', () => {
  let user: JsonObject = {};
  let id = '';
  beforeAll(async () => {
    const schemas = [okta.USER, ENTERPRISE, LOOOP];
    user = await okta.createUser(
      client(),
      okta.person('Ana', 'Pop', { schemas, [ENTERPRISE]: enterprise, [LOOOP]: looop }),
    );
    id = textAt(user, '/id');
    await okta.createUserId(client(), 'decoy@acme.example', {
      [ENTERPRISE]: { department: 'Coaching' },
      [LOOOP]: { department: 'Field' },
    });
  });

  it('arrive and come back, department in both', async () => {
    expect(user).toMatchObject({ [ENTERPRISE]: enterprise, [LOOOP]: looop });
    const read = await okta.read(client(), `/Users/${id}`);
    expect(read).toEqual(user);
    expect(valueAt(read, '/schemas')).toEqual(expect.arrayContaining([okta.USER, ENTERPRISE, LOOOP]));
  });

  const places = [
    ...Object.entries(looop).map(([name, value]) => [LOOOP, name, value] as const),
    ...Object.entries(enterprise).flatMap(([name, value]) =>
      typeof value === 'string' ? [[ENTERPRISE, name, value] as const] : [],
    ),
    [ENTERPRISE, 'manager.value', '77'] as const,
    [ENTERPRISE, 'manager.displayName', 'Ion Rus'] as const,
  ];
  it.each(places)('%s:%s is found by filter in any case of the URN', async (urn, name, value) => {
    for (const spelling of spellings(urn)) {
      const filter = `${spelling}:${name.toUpperCase()} eq ${JSON.stringify(value)}`;
      expect(await okta.foundIds(client(), '/Users', filter), filter).toEqual([id]);
    }
  });

  it('the two departments are two attributes for filters', async () => {
    expect(
      await okta.foundIds(
        client(),
        '/Users',
        `${LOOOP}:department eq "Coaching" and ${ENTERPRISE}:department eq "Field"`,
      ),
    ).toEqual([id]);
    expect(
      await okta.foundIds(
        client(),
        '/Users',
        `${LOOOP}:department eq "Coaching" and ${ENTERPRISE}:department eq "Coaching"`,
      ),
    ).toEqual([]);
    expect(await okta.foundIds(client(), '/Users', `schemas eq "${LOOOP}" and ${ENTERPRISE}:manager pr`)).toEqual([id]);
  });

  it.each(spellings(LOOOP))('are changed by full path under %s', async (urn) => {
    const other = await okta.createUserId(
      client(),
      `${urn.slice(0, 20)}.${spellings(LOOOP).indexOf(urn)}@acme.example`,
      {
        [ENTERPRISE]: enterprise,
        [LOOOP]: looop,
      },
    );
    const path = `/Users/${other}`;
    const patched = async (...operations: JsonObject[]): Promise<JsonObject> => {
      const answer = await client().patch(path, ...operations);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body).toEqual(await okta.read(client(), path));
      return answer.body as JsonObject;
    };
    expect((await patched({ op: 'replace', path: `${urn}:department`, value: 'Sales' }))[LOOOP]).toEqual({
      ...looop,
      department: 'Sales',
    });
    expect((await patched({ op: 'add', path: `${urn}:CUSTOM_1`, value: 'AA' }))[LOOOP]).toMatchObject({
      custom_1: 'AA',
      department: 'Sales',
    });
    expect((await patched({ op: 'remove', path: `${urn}:custom_2` }))[LOOOP]).not.toHaveProperty('custom_2');
    expect((await patched({ op: 'replace', value: { [urn]: { area: 'South' } } }))[LOOOP]).toMatchObject({
      area: 'South',
      custom_1: 'AA',
    });
    expect((await patched({ op: 'replace', value: { [`${urn}:location`]: 'Iași' } }))[LOOOP]).toMatchObject({
      location: 'Iași',
    });
    expect(
      (await patched({ op: 'remove', path: `${urn}:department` }))[ENTERPRISE],
      'the other department stays',
    ).toEqual(enterprise);
    const without = await patched({ op: 'remove', path: urn });
    expect(without).not.toHaveProperty(LOOOP);
    expect(valueAt(without, '/schemas')).not.toContain(LOOOP);
  });

  it('are asked for and left out by full path', async () => {
    const some = await okta.read(client(), `/Users/${id}`, {
      attributes: `${LOOOP.toLowerCase()}:area,${ENTERPRISE}:manager.displayName`,
    });
    expect(some).toEqual({
      schemas: user['schemas'],
      id,
      [LOOOP]: { area: 'North' },
      [ENTERPRISE]: { manager: { displayName: 'Ion Rus' } },
    });
    const rest = await okta.read(client(), `/Users/${id}`, {
      excludedAttributes: `${LOOOP}:area,${ENTERPRISE.toUpperCase()}`,
    });
    expect(rest).not.toHaveProperty(ENTERPRISE);
    expect(rest[LOOOP]).toEqual(Object.fromEntries(Object.entries(looop).filter(([name]) => name !== 'area')));
  });

  it('a wrong extension or attribute is refused by name in a filter, and skipped as a path', async () => {
    const filter = (text: string) => client().get('/Users', { filter: text });
    okta.expectError(await filter(`${LOOOP}:colour eq "red"`), 400, 'invalidFilter', 'colour');
    okta.expectError(
      await filter('urn:ietf:params:scim:schemas:extension:Other:2.0:User:area eq "x"'),
      400,
      'invalidFilter',
    );
    const skipped = await client().patch(`/Users/${id}`, { op: 'replace', path: `${LOOOP}:colour`, value: 'red' });
    expect(skipped.status).toBe(200);
    expect(await okta.read(client(), `/Users/${id}`)).toEqual(user);
  });
});
