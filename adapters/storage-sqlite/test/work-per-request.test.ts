// What one request costs, in statements, compilations and parses of JSON: numbers that the time of a busy machine cannot hide.
// The token is looked up first, as every request does. What HTTP parses is not counted: the body of a request comes as JSON.
import { createHash, randomUUID } from 'node:crypto';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { makeAuthenticate, makeOrganisationAdministration } from '@looop-scim/provisioning/organisation';
import type { TokenSecrets } from '@looop-scim/provisioning/ports';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openSqliteStorage } from '../src/index.ts';
import { typeNamed } from './support/bound-filter.ts';
import { countWork, type Work } from './support/count-work.ts';
import { run } from './support/run-effect.ts';

const [user, group] = [typeNamed('User'), typeNamed('Group')];
const secrets: TokenSecrets = {
  generate: Effect.sync(() => `looopscim_${randomUUID()}`),
  generateKey: Effect.sync(() => `looopscim_${randomUUID()}`),
  generateSecret: Effect.sync(() => randomUUID()),
  hash: (token) => createHash('sha256').update(token).digest('hex'),
  sameHash: (left, right) => left === right,
};
const ids = { next: Effect.sync(() => randomUUID()) };
const caller = { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' };
const plain = { projection: {}, caller } as const;
const query = { startIndex: 1, count: 10 } as const;

/** An organisation with a user who is in a group, and the count of what one request of it does. */
const open = async () => {
  const work = countWork();
  const storage = await run(openSqliteStorage({ path: ':memory:', registry: standardRegistry }));
  const administration = makeOrganisationAdministration({
    ...storage,
    resourcesOf: (id) => storage.forOrganisation(id).resources,
    registry: standardRegistry,
    ids,
    secrets,
  });
  const { id } = await run(administration.addOrganisation('acme'));
  const { secret } = await run(administration.issueToken('acme'));
  const authenticate = makeAuthenticate({ tokens: storage.tokens, secrets });
  const service = makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...storage.forOrganisation(id),
    ids,
    cursorCipher: { encrypt: (payload) => payload, decrypt: (text) => text },
  });
  // The first use of a token is noted, which belongs to no later request: the write below comes after it.
  await run(authenticate(secret));
  const ana = await run(service.create({ ...plain, type: user, body: { userName: 'ana' } }));
  const sales = await run(
    service.create({ ...plain, type: group, body: { displayName: 'Sales', members: [{ value: ana.id }] } }),
  );

  /** What the third request of a kind does: by then every statement is prepared and every shape of a row known. */
  const workOf = async (
    request: (service: ScimService, turn: number) => Effect.Effect<unknown, unknown>,
  ): Promise<Work> => {
    const ask = async (turn: number): Promise<void> => {
      await run(authenticate(secret));
      await run(request(service, turn));
    };
    await ask(1);
    await ask(2);
    return work.during(() => ask(3));
  };
  const close = async (): Promise<void> => {
    work.stop();
    await run(storage.close());
  };
  return { ana: ana.id, sales: sales.id, workOf, close };
};

describe('one request, its token included', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  const TOKEN = 'SELECT tokens';
  const write = (...statements: readonly string[]) => [
    TOKEN,
    'BEGIN IMMEDIATE',
    'SAVEPOINT write',
    ...statements,
    'INSERT activity',
    'INSERT activity_hours',
    'INSERT feed',
    'RELEASE write',
    'COMMIT',
  ];

  it('GET of a user: the token, the row, the groups, and one parse each of settings and document', async () => {
    expect(
      await opened.workOf((service) => service.get({ type: user, projection: {}, id: opened.ana, caller })),
    ).toEqual({
      statements: [TOKEN, 'BEGIN', 'SELECT resources', 'SELECT json_each', 'COMMIT'],
      prepared: 0,
      reprepared: 0,
      parses: 2,
    });
  });

  it('GET of a user without groups: no transaction around the one statement', async () => {
    const projection = { excludedAttributes: ['groups'] };
    expect(await opened.workOf((service) => service.get({ type: user, projection, id: opened.ana, caller }))).toEqual({
      statements: [TOKEN, 'SELECT resources'],
      prepared: 0,
      reprepared: 0,
      parses: 2,
    });
  });

  it.each(['userName eq "ana"', 'groups.display co "sal"', 'emails pr or title pr or userName sw "a"'])(
    'a list filtered by %s: keys, rows, groups',
    async (filter) => {
      expect(
        await opened.workOf((service) => service.list({ type: user, query: { ...query, filter }, caller })),
      ).toEqual({
        statements: [TOKEN, 'BEGIN', 'SELECT resources', 'SELECT json_each', 'SELECT json_each', 'COMMIT'],
        prepared: 0,
        reprepared: 0,
        parses: 2,
      });
    },
  );

  it.each([{}, { startIndex: 2 }])('a page of all users with %o: total, span, keys, rows, groups', async (part) => {
    expect(
      await opened.workOf((service) => service.list({ type: user, query: { ...query, ...part }, caller })),
    ).toMatchObject({
      prepared: 0,
      reprepared: 0,
    });
  });

  it('a sorted page is not compiled anew', async () => {
    const sorted = { ...query, sortBy: 'name.familyName' };
    expect(await opened.workOf((service) => service.list({ type: user, query: sorted, caller }))).toMatchObject({
      prepared: 0,
      reprepared: 0,
    });
  });

  it('PATCH of a group that adds and removes a member is not compiled anew', async () => {
    const patch = (service: ScimService, turn: number) =>
      service.patch({
        ...plain,
        type: group,
        id: opened.sales,
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [
            { op: 'remove', path: `members[value eq "${opened.ana}"]` },
            { op: 'add', path: 'members', value: [{ value: opened.ana }] },
            { op: 'replace', path: 'displayName', value: `Sales ${turn}` },
          ],
        },
      });
    const { statements, ...compiled } = await opened.workOf(patch);
    expect(compiled).toEqual({ prepared: 0, reprepared: 0, parses: 2 });
    expect(statements.filter((text) => text === 'UPDATE resources')).toHaveLength(1);
  });

  it('PATCH of a user: the document before is parsed, the one after is not, and the row is written once', async () => {
    const patch = (service: ScimService, turn: number) =>
      service.patch({
        ...plain,
        type: user,
        id: opened.ana,
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'title', value: `title ${turn}` }],
        },
      });
    expect(await opened.workOf(patch)).toEqual({
      statements: write('SELECT resources', 'SELECT feed', 'UPDATE resources', 'SELECT lookups', 'SELECT json_each'),
      prepared: 0,
      reprepared: 0,
      parses: 2,
    });
  });

  it('a PATCH that changes nothing writes no row', async () => {
    const patch = (service: ScimService) =>
      service.patch({
        ...plain,
        type: user,
        id: opened.ana,
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'active', value: true }],
        },
      });
    const { statements } = await opened.workOf(patch);
    expect(statements.filter((text) => text.startsWith('UPDATE'))).toEqual([]);
  });

  it('POST of a user: nothing is parsed but the settings', async () => {
    const create = (service: ScimService, turn: number) =>
      service.create({ ...plain, type: user, body: { userName: `user-${turn}` } });
    const { statements, ...compiled } = await opened.workOf(create);
    expect(compiled).toEqual({ prepared: 0, reprepared: 0, parses: 1 });
    expect(statements).toEqual(
      write(
        'SELECT feed',
        'INSERT resources',
        'SELECT spans',
        'UPDATE spans',
        'SELECT lookups',
        // userName as a unique key.
        'INSERT lookups',
      ),
    );
  });
});
