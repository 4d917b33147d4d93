// What administrators see of a connection: activity, explanations, counts, set-up, findings.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleServer, type Browser, type PeopleServer } from '../support/people-server.ts';

let desk: PeopleServer;
let viewer: Browser;
let stranger: Browser;
let token = '';
beforeAll(async () => {
  desk = await openPeopleServer();
  viewer = await desk.browserOf(desk.acme, 'bo@acme.example', 'viewer');
  stranger = await desk.browserOf(desk.globex, 'eve@globex.example', 'administrator');
  token = await desk.token('acme');
});
afterAll(() => desk.server.close());

const scim = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
  const answer = await desk.server.inject({
    method,
    url: `/scim/v2${path}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  const json = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
  return { status: answer.statusCode, id: String(json['id'] ?? ''), requestId: String(answer.headers['x-request-id']) };
};

interface Entry {
  readonly position: string;
  readonly sentence: string;
  readonly canExplain: boolean;
  readonly record: { readonly outcome: string; readonly resourceId?: string; readonly request?: unknown };
}

const entries = async (browser: Browser, query = '') =>
  (await browser.send('GET', `/activity${query}`)).body['entries'] as readonly Entry[];
const found = async (text: string) =>
  (await entries(viewer, `?q=${encodeURIComponent(text)}`)).map(({ sentence }) => sentence);
const explained = async (browser: Browser, body: object) => await browser.send('POST', '/explain', { body });

describe('a connection', () => {
  it('is set up step by step, each with its time', async () => {
    const reached = async () => {
      const { milestones } = (await viewer.send('GET', '/set-up')).body as {
        readonly milestones: readonly { readonly milestone: string; readonly reachedAt?: string }[];
      };
      return milestones.filter(({ reachedAt }) => reachedAt !== undefined).map(({ milestone }) => milestone);
    };
    expect(await reached()).toEqual([]);
    const { id } = await scim('POST', '/Users', {
      userName: 'ana@acme.example',
      externalId: '00u1',
      password: 'not to be kept',
    });
    expect(await reached()).toEqual(['contact', 'person']);
    await scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] });
    await scim('POST', '/Groups', { displayName: 'Sales', members: [{ value: 'nobody' }] });
    expect(await reached()).toEqual(['contact', 'person', 'deactivation', 'group']);
    expect((await stranger.send('GET', '/set-up')).body['milestones']).toContainEqual({ milestone: 'person' });
  });

  it('is searched by the text of an error, by the id of a request, and by what has them within', async () => {
    const refused = await scim('POST', '/Users', { displayName: 'Nobody' });
    expect(refused.status).toBe(400);
    const sentences = await found('userName IS required');
    expect(sentences).toHaveLength(1);
    expect(await found(refused.requestId)).toEqual(sentences);
    expect(await found(`Okta: see ${refused.requestId} for more`)).toEqual(sentences);
    expect(await found('no such text')).toEqual([]);
    expect(await entries(stranger, `?q=${refused.requestId}`)).toEqual([]);
  });

  it('shows no body in its list, and no secret anywhere', async () => {
    const all = await entries(viewer);
    expect(all.every(({ record }) => record.request === undefined)).toBe(true);
    for (const { position, canExplain } of all) {
      if (!canExplain) continue;
      expect(JSON.stringify((await explained(viewer, { position })).body)).not.toContain('not to be kept');
    }
  });

  it('is counted by hour', async () => {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const { body } = await viewer.send('GET', `/activity/counts?by=hour&since=${since}`);
    const spans = body['spans'] as readonly { readonly applied: number; readonly refused: number }[];
    expect(spans.reduce((sum, { applied }) => sum + applied, 0)).toBe(3);
    expect(spans.reduce((sum, { refused }) => sum + refused, 0)).toBe(1);
  });

  it('says who is out of step', async () => {
    await scim('POST', '/Users', { userName: 'lee@acme.example', costCentre: '7' });
    const { body } = await viewer.send('GET', '/findings');
    expect(body).toMatchObject({
      unmanaged: { count: 1, people: [{ userName: 'lee@acme.example' }] },
      unknownMembers: [{ groupName: 'Sales', members: 1 }],
      unknownAttributes: [{ attribute: 'costCentre', resources: 1 }],
    });
  });
});

describe('an explanation', () => {
  it('says of a recorded refusal why, and what would be', async () => {
    const [refusal] = await entries(viewer, '?outcome=refused');
    const { status, body } = await explained(viewer, { position: refusal?.position });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      request: { method: 'POST', path: '/Users' },
      policy: 'interop',
      dryRun: { outcome: 'refused', status: 400, failure: { kind: 'InvalidValue', scimType: 'invalidValue' } },
    });
    expect(body['clauses']).toContainEqual({ document: 'RFC 7644', section: '3.3', about: 'Creating a resource' });
  });

  it('binds the operations of a pasted request, names leniencies with their clients, and writes nothing', async () => {
    const [entry] = await entries(viewer, '?user=lee@acme.example');
    const path = `https://scim.example/scim/v2/Users/${entry?.record.resourceId ?? ''}`;
    const operation = { op: 'Replace', path: 'emails[type eq "work"].value', value: 'lee@acme.example' };
    const request = { method: 'PATCH', path, body: { Operations: [operation] } };
    const before = await entries(viewer);
    const { body } = await explained(viewer, { request });
    expect(body).toMatchObject({
      operations: [{ op: 'replace', attribute: 'emails', selects: 'type eq "work"', subAttribute: 'value' }],
      dryRun: { outcome: 'applied', status: 200, version: 2, changes: [{ attribute: 'emails' }] },
    });
    expect(
      (body['leniencies'] as readonly { readonly rule: string; readonly clients: readonly string[] }[])[0],
    ).toMatchObject({
      rule: expect.any(String),
      clients: expect.arrayContaining(['Entra ID']),
    });
    expect(await entries(viewer)).toEqual(before);
  });

  it('knows no request of another organisation, and none that is gone', async () => {
    const [entry] = await entries(viewer);
    const foreign = await explained(stranger, { position: entry?.position });
    expect([foreign.status, foreign.body['code']]).toEqual([404, 'not-found']);
    expect((await explained(viewer, { position: 'nonsense' })).body['code']).toBe('invalid-cursor');
    expect((await explained(viewer, {})).status).toBe(400);
  });

  it('goes with the person', async () => {
    const [entry] = await entries(viewer, '?user=lee@acme.example');
    await scim('DELETE', `/Users/${entry?.record.resourceId ?? ''}`);
    const { body } = await explained(viewer, { position: entry?.position });
    expect(body['isBodyMissing']).toBe(true);
    expect(JSON.stringify(body)).not.toContain('lee@acme.example');
  });
});

describe('people', () => {
  const create = (userName: string, more: object = {}) => scim('POST', '/Users', { userName, ...more });
  const emails = (value: string) => ({ emails: [{ value, type: 'work' }] });

  it('who are probably here twice are found, whoever of them comes first', async () => {
    const own = await create('amoreira', { externalId: '00u7', ...emails('Ana.Moreira@acme.example') });
    const other = await create('ana.moreira@acme.example');
    for (let index = 0; index < 230; index += 1)
      await create(`person-${index}`, emails(`person-${index}@acme.example`));
    const late = await create('late', emails('PERSON-3@acme.example'));
    const shared: unknown[] = [];
    let people = 0;
    let unmanaged = 0;
    for (let cursor = ''; ;) {
      const { body } = await viewer.send('GET', `/duplicates${cursor}`);
      shared.push(...(body['shared'] as readonly unknown[]));
      people += Number(body['people']);
      unmanaged += Number(body['unmanaged']);
      expect(body['isPartial']).toBe(false);
      if (body['hasMore'] !== true) break;
      cursor = `?cursor=${String(body['next'])}`;
    }
    expect(people).toBeGreaterThan(230);
    // Everybody but the one who has an id of the identity provider, and those who are inactive.
    expect(unmanaged).toBeGreaterThan(230);
    expect(unmanaged).toBeLessThan(people);
    expect(shared).toEqual([
      {
        value: 'ana.moreira@acme.example',
        count: 2,
        people: [
          { id: own.id, userName: 'amoreira', active: true, isManaged: true },
          { id: other.id, userName: 'ana.moreira@acme.example', active: true, isManaged: false },
        ],
      },
      expect.objectContaining({
        value: 'person-3@acme.example',
        people: [expect.objectContaining({ userName: 'person-3' }), expect.objectContaining({ id: late.id })],
      }),
    ]);
    expect((await stranger.send('GET', '/duplicates')).body['shared']).toEqual([]);
  });

  it('whom the identity provider tries to create and does not manage are told, until it does', async () => {
    const { id } = await create('mia@acme.example');
    expect((await create('mia@acme.example', { externalId: '00u8' })).status).toBe(409);
    const matches = async () => (await viewer.send('GET', '/findings')).body['matches'];
    expect(await matches()).toEqual([{ id, userName: 'mia@acme.example', refusedAt: expect.any(String) }]);
    await scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', path: 'externalId', value: '00u8' }] });
    expect(await matches()).toEqual([]);
  });

  it('have attributes that arrived last at a time', async () => {
    const { body } = await viewer.send('GET', '/activity/arrivals');
    const attributes = (body['arrivals'] as readonly { attribute: string }[]).map(({ attribute }) => attribute);
    expect(attributes).toEqual(expect.arrayContaining(['userName', 'emails', 'externalId']));
    expect(new Set(attributes).size).toBe(attributes.length);
    expect(body['isPartial']).toBe(false);
  });
});

describe('a pasted request', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
  const pasted = (body: unknown) => explained(viewer, { request: { method: 'POST', path: '/Users', body } });

  it('is refused when it is nested or long without an end, whatever it is', async () => {
    expect((await pasted({ userName: 'x', a: nested(30) })).status).toBe(200);
    const deep = await pasted(nested(1000));
    expect([deep.status, deep.body['code']]).toEqual([400, 'invalid-request']);
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, 1]));
    const long = await pasted(keys);
    expect([long.status, long.body['code']]).toEqual([413, 'too-large']);
  });

  it('is run once when it is long, and the leniencies are not told', async () => {
    const { status, body } = await pasted({ userName: 'x', displayName: 'y'.repeat(17_000), active: 'True' });
    expect([status, body['leniencies'], body['areLenienciesUntold']]).toEqual([200, [], true]);
    const short = (await pasted({ userName: 'x', active: 'True' })).body;
    expect(short['leniencies']).not.toEqual([]);
    expect(short).not.toHaveProperty('areLenienciesUntold');
  });
});
