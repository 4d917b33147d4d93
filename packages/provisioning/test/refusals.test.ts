// Which refused writes leave a trace in the activity, what it holds, and which must not.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage } from '@looop-scim/provisioning/ports';
import { PreconditionFailed, ResourceNotFound, StorageUnavailable, Uniqueness } from '@looop-scim/scim/errors';
import { interopPolicy, strictPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';
import { makeRecordRefusals } from '../src/use-cases/refusals.ts';

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const PATCH = { Operations: [{ op: 'replace', path: 'title', value: 'Coach' }] };

interface Options {
  readonly change?: (ports: OrganisationStorage) => OrganisationStorage;
  readonly policy?: InteropPolicy;
}

const openService = async ({ change = (same) => same, policy = interopPolicy }: Options = {}) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const ports = change(storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001')));
  const service = makeScimService({
    registry: standardRegistry,
    policy,
    policyName: 'interop',
    baseUrl: 'https://looop.example/scim/v2',
    ...ports,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('refusals', 'acme'),
  });
  const typeAt = (endpoint: string) => {
    const type = service.resourceTypeAt(endpoint);
    if (type === undefined) throw new TypeError(endpoint);
    return type;
  };
  const create = (body: unknown, endpoint = '/Users') =>
    service.create({ type: typeAt(endpoint), body, caller, projection: {} });
  const writesTo = (id: string, patch: unknown = PATCH, endpoint = '/Users') => {
    const write = { type: typeAt(endpoint), id, caller, projection: {} };
    return {
      replace: service.replace({ ...write, body: { userName: 'ana' } }),
      patch: service.patch({ ...write, body: patch }),
      delete: service.remove(write),
    };
  };
  const records = async () => (await run(ports.activity.page({ limit: 10 }))).map(({ record }) => record);
  return { create, writesTo, records };
};

describe('a refused write', () => {
  it.each(['replace', 'patch', 'delete'] as const)(
    'to nobody is in the activity without what was asked for, which no deletion would erase: %s',
    async (operation) => {
      const { writesTo, records } = await openService();
      const failure = await failureOf(writesTo('nobody')[operation]);
      expect(failure._tag).toBe('ResourceNotFound');
      expect(await records()).toStrictEqual([
        {
          at: expect.any(Number),
          caller,
          operation,
          outcome: 'refused',
          resourceType: 'User',
          resourceId: 'nobody',
          request: { policy: 'interop', ...(operation !== 'delete' && { isCut: true }) },
          failure: { kind: 'ResourceNotFound', detail: expect.stringContaining('nobody') },
          changes: [],
          ignored: [],
        },
      ]);
    },
  );

  it('to somebody has their name, their version, and what was asked for', async () => {
    const { create, writesTo, records } = await openService();
    const { id } = await run(create({ userName: 'ana' }));
    const body = { Operations: [{ op: 'remove', path: 'userName' }] };
    await failureOf(writesTo(id, body).patch);
    const [record] = await records();
    expect(record).toStrictEqual({
      at: expect.any(Number),
      caller,
      operation: 'patch',
      outcome: 'refused',
      resourceType: 'User',
      resourceId: id,
      resourceName: 'ana',
      resourceVersion: 1,
      request: { policy: 'interop', body },
      failure: { kind: 'Mutability', detail: expect.any(String) },
      changes: [],
      ignored: [],
    });
  });

  it('to create somebody has the name and what was asked for, and no version', async () => {
    const { create, records } = await openService();
    const { id } = await run(create({ userName: 'ana' }));
    await failureOf(create({ userName: 'ANA' }));
    const [record] = await records();
    expect(record).toStrictEqual({
      at: expect.any(Number),
      caller,
      operation: 'create',
      outcome: 'refused',
      resourceType: 'User',
      resourceName: 'ANA',
      request: { policy: 'interop', body: { userName: 'ANA' } },
      failure: { kind: 'Uniqueness', detail: expect.any(String), existingId: id },
      changes: [],
      ignored: [],
    });
  });

  it('costs one read, without memberships, where somebody may be meant, and none elsewhere', async () => {
    const reads: boolean[] = [];
    const { create, writesTo } = await openService({
      change: (ports) => {
        const { read } = ports.resources;
        const noted: typeof read = (meant, withMemberships) => {
          reads.push(withMemberships);
          return read(meant, withMemberships);
        };
        return { ...ports, resources: { ...ports.resources, read: noted } };
      },
    });
    const { id } = await run(create({ userName: 'ana' }));
    await failureOf(create('no object'));
    await failureOf(create({ userName: 'ANA' }));
    for (const write of Object.values(writesTo('nobody'))) await failureOf(write);
    expect(reads).toEqual([]);
    await failureOf(writesTo(id, 'no object').patch);
    expect(reads).toEqual([false]);
  });

  it('of a value that is taken, nobody knows by whom, names nobody', async () => {
    const taken = Effect.fail(new Uniqueness({ resourceType: 'User', attribute: 'userName' }));
    const { create, records } = await openService({
      change: (ports) => ({ ...ports, resources: { ...ports.resources, create: () => taken } }),
    });
    expect(await failureOf(create({ userName: 'ana' }))).toMatchObject({ _tag: 'Uniqueness' });
    expect((await records())[0]?.failure).toStrictEqual({ kind: 'Uniqueness', detail: expect.any(String) });
  });

  it('is recorded although the resource that was meant cannot be read', async () => {
    const failing = Effect.fail(new StorageUnavailable({ cause: 'down', retryAfterSeconds: 1 }));
    let fails = false;
    const { create, writesTo, records } = await openService({
      change: (ports) => {
        const { read } = ports.resources;
        return { ...ports, resources: { ...ports.resources, read: (...asked) => (fails ? failing : read(...asked)) } };
      },
    });
    const { id } = await run(create({ userName: 'ana' }));
    fails = true;
    await failureOf(writesTo(id, 'no object').patch);
    const [record] = await records();
    expect(record).toMatchObject({ outcome: 'refused', resourceId: id });
    expect(record).not.toHaveProperty('resourceName');
    expect(record).not.toHaveProperty('resourceVersion');
  });
});

describe('the name of a refused creation', () => {
  it.each([
    ['of a user', { userName: 'ana', displayName: 'Ana' }, 'ana'],
    ['in any case of its key', { USERNAME: 'ana' }, 'ana'],
    ['of no other key', { title: 'Coach', nickName: 'Ann', userName: 'ana' }, 'ana'],
    ['of a group', { displayName: 'Coaches' }, 'Coaches'],
    ['without blanks around it', { userName: '  a b~\u00a0c ' }, 'a b~\u00a0c'],
    ['of 256 characters', { userName: 'x'.repeat(256) }, 'x'.repeat(256)],
    ['that can be read, where the first cannot: too long', { userName: 'x'.repeat(257), displayName: 'Ana' }, 'Ana'],
    ['that can be read, where the first cannot: no text', { userName: 7, displayName: 'Ana' }, 'Ana'],
    ['that can be read, where the first cannot: blank', { userName: ' ', displayName: 'Ana' }, 'Ana'],
    ['that can be read, where the first cannot: U+001F', { userName: 'a\u001fb', displayName: 'Ana' }, 'Ana'],
    ['that can be read, where the first cannot: U+007F', { userName: 'a\u007fb', displayName: 'Ana' }, 'Ana'],
    ['that can be read, where the first cannot: U+0085', { userName: 'a\u0085b', displayName: 'Ana' }, 'Ana'],
    ['that can be read, where the first cannot: U+009F', { userName: 'a\u009fb', displayName: 'Ana' }, 'Ana'],
    ['is none of a text', 'userName', undefined],
    ['is none of a list', [{ userName: 'ana' }], undefined],
    ['is none of null', null, undefined],
  ])('%s', async (_title, body, name) => {
    const { create, records } = await openService();
    const refused = typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, emails: 7 } : body;
    await failureOf(create(refused));
    const [record] = await records();
    expect(record?.outcome).toBe('refused');
    expect(record?.resourceName).toBe(name);
  });
});

describe('members that a group cannot have', () => {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];

  it.each([
    [['x'], 'must be ids of users and groups of the organisation; unknown id'],
    [['x', 'y'], 'must be ids of users and groups of the organisation; unknown ids'],
  ])('are refused as values: unknown %j', async (ids, reason) => {
    const { create } = await openService({ policy: strictPolicy });
    const body = { schemas, displayName: 'Coaches', members: ids.map((value) => ({ value })) };
    expect(await failureOf(create(body, '/Groups'))).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'members',
      reason,
      received: ids,
    });
  });

  it('are refused as values: a group in which it is itself', async () => {
    const { create, writesTo } = await openService();
    const inner = await run(create({ displayName: 'Inner' }, '/Groups'));
    const outer = await run(create({ displayName: 'Outer', members: [{ value: inner.id }] }, '/Groups'));
    const patch = { Operations: [{ op: 'add', path: 'members', value: [{ value: outer.id }] }] };
    expect(await failureOf(writesTo(inner.id, patch, '/Groups').patch)).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'members',
      reason: 'must not have a group that contains this group already, directly or through other groups',
      received: outer.id,
    });
  });
});

describe('the refusal of a request of which nothing is kept', () => {
  const caught = async (
    refused: Parameters<ReturnType<typeof makeRecordRefusals>>[0],
    failure: ResourceNotFound | PreconditionFailed,
  ) => {
    const storage = await run(openMemoryStorage({ registry: standardRegistry }));
    const { activity, resources } = storage.forOrganisation(organisationId('acme'));
    const [appended, reads]: [unknown[], unknown[]] = [[], []];
    const recordRefusals = makeRecordRefusals({
      activity: { ...activity, append: (record) => Effect.sync(() => void appended.push(record)) },
      resources: {
        ...resources,
        read: (meant) => {
          reads.push(meant);
          const document = { userName: 'ana' };
          return Effect.succeed({ ...meant, document, version: 7, created: 1, lastModified: 1, memberships: [] });
        },
      },
    });
    expect(await failureOf(recordRefusals(refused, Effect.fail(failure)))).toBe(failure);
    return { record: appended[0], reads };
  };
  const person = { caller, operation: 'patch', resourceType: 'User', resourceId: 'u-1' } as const;
  const notFound = new ResourceNotFound({ resourceType: 'User', id: 'u-1' });
  const changed = new PreconditionFailed({ header: 'If-Match', resourceType: 'User', id: 'u-1' });
  const rest = { at: expect.any(Number), outcome: 'refused', changes: [], ignored: [] };
  const failureOfKind = (kind: string) => ({ kind, detail: expect.any(String) });

  it('is that of nobody, where the person has gone', async () => {
    const { record, reads } = await caught(person, notFound);
    expect(record).toStrictEqual({ ...rest, ...person, failure: failureOfKind('ResourceNotFound') });
    expect(reads).toEqual([]);
  });

  it('has the name of the person, and no version', async () => {
    const { record } = await caught(person, changed);
    const failure = failureOfKind('PreconditionFailed');
    expect(record).toStrictEqual({ ...rest, ...person, resourceName: 'ana', failure });
  });

  it('asks for nobody whose name is given, or who is of no type', async () => {
    const named = await caught({ ...person, resourceName: 'Bo' }, changed);
    expect(named.record).toMatchObject({ resourceName: 'Bo' });
    expect(named.reads).toEqual([]);
    expect((await caught({ caller, operation: 'patch', resourceId: 'u-1' }, changed)).reads).toEqual([]);
  });
});

it('a storage that is unavailable is not asked to record that it is', async () => {
  const unavailable = Effect.fail(new StorageUnavailable({ cause: 'down', retryAfterSeconds: 1 }));
  const appended: unknown[] = [];
  const { create, writesTo } = await openService({
    change: (ports) => ({
      ...ports,
      resources: { ...ports.resources, create: () => unavailable, change: () => unavailable },
      activity: { ...ports.activity, append: (record) => Effect.sync(() => void appended.push(record)) },
    }),
  });
  for (const write of [create({ userName: 'ana' }), ...Object.values(writesTo('nobody'))]) {
    expect((await failureOf(write))._tag).toBe('StorageUnavailable');
  }
  expect(appended).toEqual([]);
});
