// Why a request does what it does: what it is understood as, what it would store, and what it is judged by.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { InvalidSyntax, PayloadTooLarge, StorageUnavailable } from '@looop-scim/scim/errors';
import { strictPolicy } from '@looop-scim/scim/interop';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { openExplained } from './support.ts';

const NOBODY = '0199f0a1-0000-7000-8000-00000000dead';

const clause = ({ document, section }: { readonly document: string; readonly section: string }) =>
  `${document} ${section}`;

const patch = (...Operations: readonly object[]) => ({ Operations });

describe('a creation', () => {
  it('is understood without its secrets, and says what it would store', async () => {
    const { explained, events } = await openExplained();
    const body = { userName: 'ana', password: 'not to be shown', active: 'True', nothing: 1 };
    const explanation = await explained('POST', '/Users', body);
    expect(explanation).toEqual({
      request: { method: 'POST', path: '/Users', body, resourceType: 'User' },
      isBodyMissing: false,
      understood: { userName: 'ana', active: true },
      leniencies: expect.any(Array),
      clauses: [{ document: 'RFC 7644', section: '3.3', about: 'Creating a resource' }],
      dryRun: {
        ...{ outcome: 'applied', status: 201, hasUntoldMembers: false, version: 1 },
        changes: [
          { attribute: 'userName', after: 'ana' },
          { attribute: 'active', after: true },
        ],
        ignored: [{ attribute: 'nothing', reason: 'unknown' }],
        document: { userName: 'ana', active: true },
      },
    });
    expect(await events()).toEqual([]);
  });

  it('that cannot be read is understood as nothing', async () => {
    const { explained } = await openExplained();
    const explanation = await explained('POST', '/Users', { userName: {} });
    expect(Object.keys(explanation)).not.toContain('understood');
    expect(explanation.dryRun).toMatchObject({ outcome: 'refused', status: 400 });
  });

  it('of somebody who is there already says who that is', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const { dryRun, clauses } = await explained('POST', '/Users', { userName: 'ANA' });
    expect(dryRun).toEqual({
      ...{ outcome: 'refused', status: 409, changes: [], ignored: [], hasUntoldMembers: false },
      failure: { kind: 'Uniqueness', scimType: 'uniqueness', detail: expect.stringContaining(id) },
    });
    expect(clauses.map(clause)).toEqual(['RFC 7643 7', 'RFC 7644 3.12', 'RFC 7644 3.3']);
  });
});

describe('a replacement', () => {
  it('says what differs, and that nothing does', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana', title: 'Coach' });
    const changed = await explained('PUT', `/Users/${id}`, { userName: 'ana' });
    expect(changed).toMatchObject({
      request: { method: 'PUT', path: `/Users/${id}`, resourceType: 'User', resourceId: id },
      understood: { userName: 'ana' },
      clauses: [{ document: 'RFC 7644', section: '3.5.1', about: 'Replacing a resource with PUT' }],
      dryRun: { outcome: 'applied', status: 200, version: 2, changes: [{ attribute: 'title', before: 'Coach' }] },
    });
    const same = await explained('PUT', `/Users/${id}`, { userName: 'ana', title: 'Coach' });
    expect(same.dryRun).toMatchObject({ outcome: 'unchanged', version: 1, changes: [] });
  });

  it('of a version that is not there any more is refused (RFC 7644 section 3.14)', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const body = { userName: 'ana', title: 'Coach' };
    const stale = await explained('PUT', `/Users/${id}`, body, 'W/"7"');
    expect(stale.request.ifMatch).toBe('W/"7"');
    expect(stale.dryRun).toMatchObject({ outcome: 'refused', status: 412, failure: { kind: 'PreconditionFailed' } });
    expect(stale.clauses.map(clause)).toEqual(['RFC 7644 3.14', 'RFC 7644 3.5.1']);
    const current = await explained('PUT', `/Users/${id}`, body, 'W/"1"');
    expect(current.dryRun?.outcome).toBe('applied');
  });
});

describe('a deletion', () => {
  it('says that it is one, and nothing of what goes', async () => {
    const { explained, create, deps } = await openExplained();
    const id = await create('User', { userName: 'ana', title: 'Coach' });
    const explanation = await explained('DELETE', `/Users/${id}`);
    expect(explanation).toStrictEqual({
      request: { method: 'DELETE', path: `/Users/${id}`, resourceType: 'User', resourceId: id },
      ...{ isBodyMissing: false, leniencies: [] },
      clauses: [{ document: 'RFC 7644', section: '3.6', about: 'Deleting a resource' }],
      dryRun: { outcome: 'applied', status: 204, changes: [], ignored: [], hasUntoldMembers: false },
    });
    expect((await run(deps.resources.read({ resourceType: 'User', id }, false))).version).toBe(1);
  });

  it('of nobody is refused', async () => {
    const { explained } = await openExplained();
    const { dryRun, clauses } = await explained('DELETE', '/Users/x');
    expect(dryRun).toMatchObject({ outcome: 'refused', status: 404, failure: { kind: 'ResourceNotFound' } });
    expect('scimType' in (dryRun?.failure ?? {})).toBe(false);
    expect(clauses.map(clause)).toEqual(['RFC 7644 3.12', 'RFC 7644 3.6']);
  });
});

describe('the operations of a PATCH', () => {
  it.each([
    ['title', { attribute: 'title' }],
    ['NAME.givenname', { attribute: 'name.givenName' }],
    ['emails[type eq "work"]', { attribute: 'emails', selects: 'type eq "work"' }],
    ['emails[type eq "work"].value', { attribute: 'emails', selects: 'type eq "work"', subAttribute: 'value' }],
    ['schemas[value eq "x"]', { attribute: 'schemas', selects: 'value eq "x"' }],
    ['roles[primary eq null]', { attribute: 'roles', selects: 'not (primary pr)' }],
    [
      'emails[not (primary pr) and (type eq "w" or value sw "a")]',
      { attribute: 'emails', selects: '(not (primary pr)) and ((type eq "w") or (value sw "a"))' },
    ],
    ['nothing', {}],
    ['emails[primary gt "x"]', {}],
  ])('with the path %s are bound to what it means', async (path, bound) => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const { operations } = await explained('PATCH', `/Users/${id}`, patch({ op: 'Add', path, value: 'x' }));
    expect(operations).toEqual([{ op: 'add', path, value: 'x', ...bound }]);
  });

  it('may have no path and no value, and are a hundred at most', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const path = `/Users/${id}`;
    const many = Array.from({ length: 101 }, (_, index) => ({ op: 'replace', value: { title: String(index) } }));
    const { operations } = await explained('PATCH', path, patch(...many));
    expect(operations).toStrictEqual(many.slice(0, 100));
    const removing = await explained('PATCH', path, patch({ op: 'remove', path: 'title' }));
    expect(removing.operations).toStrictEqual([{ op: 'remove', path: 'title', attribute: 'title' }]);
    expect(removing.dryRun).toMatchObject({ outcome: 'unchanged', status: 200 });
  });

  it('are not there where the body is no PATCH, nor of other requests', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    for (const explanation of [
      await explained('PATCH', `/Users/${id}`, { Operations: [{ op: 'jump' }] }),
      await explained('PUT', `/Users/${id}`, { userName: 'ana', ...patch({ op: 'remove', path: 'title' }) }),
    ])
      expect('operations' in explanation).toBe(false);
    const { understood } = await explained('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'title' }));
    expect(understood).toBeUndefined();
  });
});

describe('the clauses that a request is judged by', () => {
  it.each([
    [{ op: 'add', path: 'title', value: 'x' }, ['7644 3.5.2.1', '7644 3.5.2']],
    [{ op: 'remove', path: 'title' }, ['7644 3.5.2.2', '7644 3.5.2']],
    [{ op: 'replace', path: 'title', value: 'x' }, ['7644 3.5.2.3', '7644 3.5.2']],
    [{ op: 'add', path: 'emails[x', value: 'x' }, ['7644 3.4.2.2', '7644 3.12', '7644 3.5.2.1', '7644 3.5.2']],
    [{ op: 'add', path: 'emails[type eq "w"].x', value: 'x' }, ['7644 3.5.2', '7644 3.12', '7644 3.5.2.1', '7644 3.5.2']],
    [{ op: 'replace', path: 'emails[type eq "w"]', value: 'x' }, ['7644 3.5.2', '7644 3.12', '7644 3.5.2.3', '7644 3.5.2']],
    [{ op: 'replace', path: 'id', value: 'x' }, ['7643 2.2', '7644 3.12', '7644 3.5.2.3', '7644 3.5.2']],
    [{ op: 'replace', path: 'active', value: 'x' }, ['7643 2.1', '7644 3.12', '7644 3.5.2.3', '7644 3.5.2']],
  ])('%o: the most special first', async (operation, sections) => {
    const { create, explaining } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
    const strict = explaining({ policy: strictPolicy });
    const { clauses } = await run(strict.pasted({ method: 'PATCH', path: `/Users/${id}`, body }));
    expect(clauses.map(clause)).toEqual(sections.map((section) => `RFC ${section}`));
    expect(clauses.every(({ about }) => about.length > 5)).toBe(true);
  });

  it('name an operation once', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const add = { op: 'add', path: 'title', value: 'x' };
    const { clauses } = await explained('PATCH', `/Users/${id}`, patch(add, { ...add, op: 'replace' }, add));
    expect(clauses.map(clause)).toEqual(['RFC 7644 3.5.2.1', 'RFC 7644 3.5.2.3', 'RFC 7644 3.5.2']);
  });
});

describe('the place of a request', () => {
  it.each([
    ['POST', '/Users', 'applied'],
    ['POST', 'Users', 'applied'],
    ['POST', '/Users/', 'applied'],
    ['POST', 'https://looop.example/scim/v2/Users?excludedAttributes=groups', 'applied'],
    ['POST', 'https://looop.example/acme/scim/v2/scim/v2/Users', 'applied'],
    ['POST', '/scim/v2/Users', 'applied'],
    ['POST', '/Users?x=/scim/v2/Groups', 'applied'],
    ['PUT', '/Users/ID', 'applied'],
    ['PUT', 'https://looop.example/scim/v2/Users/ID/', 'applied'],
    ['POST', '/Users/ID', undefined],
    ['PUT', '/Users', undefined],
    ['PUT', '/Users/ID/more', undefined],
    ['POST', '/users', undefined],
    ['POST', '/Nothing', undefined],
    ['POST', '/', undefined],
    ['POST', '', undefined],
  ] as const)('%s %s is found: %s', async (method, path, outcome) => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const at = path.replace('ID', id);
    const body = { userName: 'ben', title: 'x' };
    const explanation = await explained(method, at, body);
    if (outcome !== undefined) {
      expect(explanation.dryRun?.outcome).toBe(outcome);
      return;
    }
    expect(explanation).toEqual({
      ...{ request: { method, path: at, body }, isBodyMissing: false, leniencies: [] },
      clauses: [{ document: 'RFC 7644', section: '3.2', about: 'Endpoints' }],
      dryRun: {
        ...{ outcome: 'refused', status: 404, changes: [], ignored: [], hasUntoldMembers: false },
        failure: { kind: 'EndpointNotFound', detail: expect.any(String) },
      },
    });
  });
});

describe('leniencies', () => {
  it('are those without which the request would do something else, with what it would be answered', async () => {
    const { explained, explaining } = await openExplained();
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ana' };
    expect((await explained('POST', '/Users', body)).leniencies).toEqual([]);
    const spelled = { ...body, active: 'True' };
    const { leniencies } = await explained('POST', '/Users', spelled);
    expect(leniencies).toEqual([
      {
        rule: 'coerceBooleans',
        summary: expect.stringContaining('booleans'),
        clients: expect.arrayContaining(['Entra ID']),
        refusal: expect.stringContaining('active must be true or false'),
      },
    ]);
    const strict = await run(explaining({ policy: strictPolicy }).pasted({ method: 'POST', path: '/Users', body: spelled }));
    expect([strict.leniencies, strict.dryRun?.outcome]).toEqual([[], 'refused']);
  });

  it('without which a request would be served, but do something else, have no refusal', async () => {
    const { explained } = await openExplained();
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ana', title: '' };
    const { leniencies } = await explained('POST', '/Users', body);
    expect(leniencies).toStrictEqual([
      {
        rule: 'emptyStringUnassigns',
        summary: 'An empty string unassigns an optional attribute.',
        clients: ['Okta', 'Entra ID'],
      },
    ]);
  });

  it('are none of what the RFCs leave to a service', async () => {
    const { explained, create } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { title: 'Coach' } }],
    };
    expect((await explained('PATCH', `/Users/${id}`, body)).leniencies).toEqual([]);
  });

  it('are not tried for a long body', async () => {
    const { explained } = await openExplained();
    // Names and values are counted.
    const body = (characters: number) => ({ userName: 'x', active: 'True', displayName: 'y'.repeat(characters - 30) });
    const short = await explained('POST', '/Users', body(16_384));
    expect([short.leniencies.length > 0, 'areLenienciesUntold' in short]).toEqual([true, false]);
    const long = await explained('POST', '/Users', body(16_385));
    expect([long.leniencies, long.areLenienciesUntold]).toEqual([[], true]);
  });
});

describe('a body', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

  it('has 32 levels at most', async () => {
    const { explaining } = await openExplained();
    const pasted = (levels: number) => explaining().pasted({ method: 'POST', path: '/Users', body: nested(levels) });
    expect((await run(pasted(32))).dryRun?.outcome).toBe('refused');
    for (const levels of [33, 5000])
      expect(await failureOf(pasted(levels))).toEqual(new InvalidSyntax({ reason: 'the body has more than 32 levels' }));
  });

  it('has 65,536 characters at most', async () => {
    const { explaining } = await openExplained();
    const pasted = (length: number) =>
      explaining().pasted({ method: 'POST', path: '/Users', body: { userName: 'x', nothing: 'y'.repeat(length - 16) } });
    expect((await run(pasted(65_536))).dryRun?.outcome).toBe('applied');
    expect(await failureOf(pasted(65_537))).toEqual(new PayloadTooLarge({ limit: 'body', maximum: 65_536 }));
  });
});

describe('the storage', () => {
  it('is asked once for each thing, however often the request is tried', async () => {
    const { create, explaining, deps } = await openExplained();
    const [ana, ben] = [await create('User', { userName: 'ana' }), await create('User', { userName: 'ben' })];
    const team = await create('Group', { displayName: 'Team', members: [{ value: ana }] });
    const asked: string[] = [];
    const { walk, list, walkMembers } = deps.resources;
    const resources: typeof deps.resources = {
      ...deps.resources,
      walk: (query) => {
        asked.push(`read ${query.resourceType} ${query.from}`);
        return walk(query);
      },
      list: (query) => {
        asked.push(`list ${query.resourceType}`);
        return list(query);
      },
      walkMembers: (query) => {
        asked.push(`members ${query.groupId}`);
        return walkMembers(query);
      },
    };
    const body = { displayName: 'Team', active: 'True', members: [{ value: ana }, { value: ben }] };
    const { leniencies } = await run(explaining({ resources }).pasted({ method: 'PUT', path: `/Groups/${team}`, body }));
    expect(leniencies.length).toBeGreaterThan(0);
    expect(new Set(asked).size).toBe(asked.length);
    asked.length = 0;
    await run(explaining({ resources }).pasted({ method: 'POST', path: '/Users', body: { userName: 'ANA', active: 'True' } }));
    expect(asked).toEqual(['list User']);
    asked.length = 0;
    await run(explaining({ resources }).pasted({ method: 'POST', path: '/Users', body: { userName: 'cleo', active: 'True' } }));
    expect(asked).toEqual(['list User']);
    asked.length = 0;
    const rename = { ...patch({ op: 'replace', value: { displayName: 'Other' } }) };
    await run(explaining({ resources }).pasted({ method: 'PATCH', path: `/Groups/${team}`, body: rename }));
    expect(asked.filter((question) => question !== 'list Group')).toEqual([`read Group ${team}`]);
    asked.length = 0;
    const nobody = { Operations: [{ op: 'Add', path: 'members', value: [{ value: NOBODY }] }] };
    await run(explaining({ resources }).pasted({ method: 'PATCH', path: `/Groups/${team}`, body: nobody }));
    expect(asked.toSorted()).toEqual(
      ['list Group', `members ${team}`, `read Group ${NOBODY}`, `read Group ${team}`, `read User ${NOBODY}`].toSorted(),
    );
  });

  it('that does not answer is no refusal', async () => {
    const { create, explaining, deps } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const unavailable = new StorageUnavailable({ cause: 'x', retryAfterSeconds: 1 });
    const failing = Effect.fail(unavailable);
    const resources = { ...deps.resources, walk: () => failing, list: () => failing };
    for (const request of [
      { method: 'DELETE', path: `/Users/${id}` },
      { method: 'POST', path: '/Users', body: { userName: 'ben' } },
    ] as const)
      expect(await failureOf(explaining({ resources }).pasted(request))).toEqual(unavailable);
  });

  it('is never written to: neither resources nor the activity', async () => {
    const { create, explaining, deps } = await openExplained();
    const id = await create('User', { userName: 'ana' });
    const written = Effect.die('something was written');
    const resources = { ...deps.resources, create: () => written, change: () => written };
    const activity = { ...deps.activity, append: () => written };
    const asked = explaining({ resources, activity, noteRead: () => written, ids: { next: written } });
    for (const request of [
      { method: 'POST', path: '/Users', body: { userName: 'ana' } },
      { method: 'POST', path: '/Users', body: { userName: 'ben' } },
      { method: 'PUT', path: `/Users/${id}`, body: { userName: 'ben' } },
      { method: 'PATCH', path: `/Users/${id}`, body: patch({ op: 'replace', path: 'id', value: 'x' }) },
      { method: 'DELETE', path: `/Users/${id}` },
      { method: 'DELETE', path: '/Users/x' },
    ] as const)
      expect((await run(asked.pasted(request))).dryRun).toBeDefined();
  });
});
