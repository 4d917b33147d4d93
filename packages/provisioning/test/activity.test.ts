// What is kept of each write: activity for the administrator, in the same commit (guard 30).
import { Effect, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy, strictPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { standardRegistry, type ResourceType } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const typeNamed = (name: string): ResourceType => {
  const type = standardRegistry.resourceType(name);
  if (type === undefined) throw new TypeError(`no type ${name}`);
  return type;
};
const [user, group] = [typeNamed('User'), typeNamed('Group')];

const openService = async (policy: InteropPolicy = interopPolicy) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const { resources, activity, events, revisions } = storage.forOrganisation(
    organisationId('0199f0a1-0000-7000-8000-000000000001'),
  );
  const baseUrl = 'https://looop.example/scim/v2';
  const service = makeScimService({
    registry: standardRegistry,
    policy,
    baseUrl,
    resources,
    activity,
    revisions,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('activity', 'acme'),
  });
  const write = (type: ResourceType, body: unknown) => ({ type, body, caller, projection: {} });
  return {
    createWith: (projection: object, type: ResourceType, body: unknown) =>
      run(service.create({ ...write(type, body), projection })),
    create: (type: ResourceType, body: unknown) => run(Effect.result(service.create(write(type, body)))),
    patch: (type: ResourceType, id: string, ...Operations: readonly unknown[]) =>
      run(Effect.result(service.patch({ ...write(type, { Operations }), id }))),
    remove: (type: ResourceType, id: string) => run(service.remove({ type, id, caller })),
    newest: () => run(activity.page({ limit: 1 })).then(([entry]) => entry?.record),
    eventsAfter: (sequence: number) => run(events.after(sequence, 100)),
    records: () => run(activity.page({ limit: 100 })).then((entries) => entries.map(({ record }) => record)),
  };
};

type Service = Awaited<ReturnType<typeof openService>>;

const created = async ({ create }: Service, type: ResourceType, body: unknown): Promise<string> =>
  Result.getOrThrow(await create(type, body)).id;

const ana = { userName: 'ana@acme.example', password: 'never-kept', shoeSize: 38, id: 'chosen', title: 'Coach' };

describe('activity', () => {
  it('of a create names who, what and what was left out, and no secret', async () => {
    const service = await openService();
    const id = await created(service, user, ana);
    const record = await service.newest();
    expect(record).toMatchObject({
      caller,
      operation: 'create',
      outcome: 'applied',
      resourceType: 'User',
      resourceId: id,
      resourceName: 'ana@acme.example',
      ignored: [
        { attribute: 'shoeSize', reason: 'unknown' },
        { attribute: 'id', reason: 'readOnly' },
      ],
    });
    expect(record?.changes).toContainEqual({ attribute: 'title', after: 'Coach' });
    expect(JSON.stringify(record)).not.toContain('never-kept');
  });

  it('has what a leniency skipped, with the name as it was sent', async () => {
    const service = await openService();
    const looop = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
    const loop = 'urn:ietf:params:scim:schemas:extension:Loop:2.0:User';
    const misplaced = { firstName: 'Ana', mobilePhone: '1', area: 'North', [loop]: { area: 'x' } };
    const id = await created(service, user, {
      ...ana,
      ...misplaced,
      [looop]: { custom_4: 'x', Custom1: 'y' },
      [`${looop}:custom_5`]: 'z',
    });
    const names = async () => (await service.newest())?.ignored.map(({ attribute }) => attribute);
    const expected = [...Object.keys(misplaced), `${looop}:custom_4`, `${looop}:Custom1`, `${looop}:custom_5`];
    expect(await names()).toEqual(expect.arrayContaining(expected));
    await service.patch(
      user,
      id,
      { op: 'Replace', path: 'title', value: 'Cook' },
      { op: 'Replace', path: `${looop}:custom_4`, value: 'x' },
      { op: 'Remove', path: 'Shoesize' },
      { op: 'Add', value: { custom_6: 'x' } },
    );
    expect(await names()).toEqual([`${looop}:custom_4`, 'Shoesize', 'custom_6']);
    expect(await service.newest()).toMatchObject({ outcome: 'applied', changes: [{ attribute: 'title' }] });
    const before = await created(service, group, { displayName: 'Coaches', members: [{ value: 'ana@acme.example' }] });
    expect(await service.newest()).toMatchObject({
      resourceId: before,
      membersUnknown: { count: 1, ids: ['ana@acme.example'] },
    });
  });

  it('of a write names what was no attribute path in its projection', async () => {
    const service = await openService();
    await service.createWith({ attributes: ['userName', 'em ails'] }, user, { userName: 'ion' });
    expect(await service.newest()).toMatchObject({ ignored: [{ attribute: 'em ails', reason: 'unreadable' }] });
  });

  it('of a bare text that is no id is that of a refusal, and nobody leaves the group', async () => {
    const service = await openService();
    const id = await created(service, user, ana);
    const coaches = await created(service, group, { displayName: 'Coaches', members: [{ value: id }] });
    const refused = await service.patch(group, coaches, { op: 'replace', path: 'members', value: `${id},x` });
    expect(Result.getOrThrow(Result.flip(refused))).toMatchObject({ _tag: 'InvalidValue', attribute: 'members' });
    expect(await service.newest()).toMatchObject({ outcome: 'refused', resourceId: coaches });
    const applied = await service.patch(group, coaches, { op: 'replace', path: 'members', value: id });
    expect(Result.isSuccess(applied)).toBe(true);
    expect(await service.newest()).toMatchObject({ outcome: 'unchanged' });
  });

  it('of a change tells before and after, of a change that has no effect that nothing changed', async () => {
    const service = await openService();
    const id = await created(service, user, ana);
    await service.patch(user, id, { op: 'replace', path: 'title', value: 'Trainer' });
    expect(await service.newest()).toMatchObject({
      operation: 'patch',
      outcome: 'applied',
      changes: [{ attribute: 'title', before: 'Coach', after: 'Trainer' }],
    });
    await service.patch(user, id, { op: 'replace', path: 'title', value: 'Trainer' });
    expect(await service.newest()).toMatchObject({ outcome: 'unchanged', changes: [] });
  });

  it('of a refusal keeps the kind and the detail that the client got', async () => {
    const service = await openService();
    await created(service, user, ana);
    const refused = await service.create(user, { userName: 'ANA@acme.example', password: 'never-kept' });
    expect(Result.isFailure(refused) && refused.failure._tag).toBe('Uniqueness');
    expect(await service.newest()).toMatchObject({
      operation: 'create',
      outcome: 'refused',
      failure: { kind: 'Uniqueness', detail: expect.stringContaining('userName') },
    });
    const id = await created(service, user, { userName: 'ion' });
    await service.patch(user, id, { op: 'remove', path: 'userName' });
    expect(await service.newest()).toMatchObject({
      resourceId: id,
      resourceName: 'ion',
      outcome: 'refused',
      failure: { kind: 'Mutability' },
    });
  });

  it('of a creation that is refused has the name that was asked for', async () => {
    const service = await openService();
    await created(service, user, ana);
    await service.create(user, { userName: 'ANA@acme.example' });
    expect(await service.newest()).toMatchObject({ outcome: 'refused', resourceName: 'ANA@acme.example' });
    await service.create(user, { USERNAME: 'ben@acme.example', emails: 7 });
    await service.create(group, { displayName: 'Coaches', members: true });
    await service.create(user, 'no object');
    const records = await service.records();
    expect(records.map(({ resourceName }) => resourceName).slice(0, 2)).toEqual([undefined, 'Coaches']);
  });

  it('of one more element of a long list is short', async () => {
    const service = await openService();
    const emails = Array.from({ length: 9000 }, (_none, index) => ({ value: `ana-${index}@acme.example` }));
    const id = await created(service, user, { userName: 'ana', emails });
    const added = { value: 'new@acme.example' };
    await service.patch(user, id, { op: 'add', path: 'emails', value: [added] });
    const record = await service.newest();
    expect(record?.changes).toEqual([
      { attribute: 'emails', before: [], after: [added], beforeTotal: 9000, afterTotal: 9001 },
    ]);
    for (const one of await service.records()) expect(JSON.stringify(one).length).toBeLessThan(3000);
  });

  it('of a refusal names no more of a long push than fits', async () => {
    const service = await openService(strictPolicy);
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const members = Array.from({ length: 5000 }, (_none, index) => ({ value: `unknown-${index}` }));
    await service.create(group, { schemas, displayName: 'Coaches', members });
    expect((await service.newest())?.failure?.detail).toMatch(
      /unknown ids: "unknown-0", .*"unknown-9" and 4990 more\.$/u,
    );
  });

  it('of a person goes with the person, and so do the values of events before the deletion', async () => {
    const service = await openService();
    const id = await created(service, user, { ...ana, emails: [{ value: 'ana@home.example' }] });
    await service.patch(user, id, { op: 'replace', path: 'title', value: 'Trainer' });
    await service.patch(user, id, { op: 'replace', path: 'title', value: { no: 'Trainer' } });
    await service.create(user, { userName: 'ANA@acme.example' });
    await service.remove(user, id);
    const kept = JSON.stringify([await service.records(), (await service.eventsAfter(0)).slice(0, -1)]).toLowerCase();
    for (const value of ['ana@', 'trainer', 'coach']) expect(kept).not.toContain(value);
    expect(await service.records()).toHaveLength(5);
  });

  it('of a push counts members in full, and reports those whom nobody knows', async () => {
    const service = await openService();
    const id = await created(service, user, ana);
    const groupId = await created(service, group, { displayName: 'Coaches' });
    const unknown = Array.from({ length: 150 }, (_none, index) => ({ value: `unknown-${index}` }));
    await service.patch(group, groupId, { op: 'add', path: 'members', value: [{ value: id }, ...unknown] });
    const record = await service.newest();
    expect(record).toMatchObject({
      outcome: 'applied',
      membersAdded: { count: 1, ids: [id] },
      membersUnknown: { count: 150 },
    });
    expect(record?.membersUnknown?.ids).toHaveLength(100);
  });

  it('a strict organisation refuses the whole push and names them', async () => {
    const service = await openService(strictPolicy);
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const refused = await service.create(group, { schemas, displayName: 'Coaches', members: [{ value: 'unknown-1' }] });
    expect(Result.isFailure(refused) && refused.failure).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'members',
      received: ['unknown-1'],
    });
  });
});

describe('the refusal of a name that is taken', () => {
  it('names the resource that has it, and its value goes with that resource', async () => {
    const service = await openService();
    const id = await created(service, user, { userName: 'ana@acme.example' });
    expect(Result.isFailure(await service.create(user, { userName: 'ANA@acme.example' }))).toBe(true);
    const ion = await created(service, user, { userName: 'ion@acme.example' });
    await service.patch(user, ion, { op: 'replace', path: 'userName', value: 'Ana@acme.example' });
    const [byPatch, , byCreate] = await service.records();
    for (const record of [byPatch, byCreate]) {
      expect(record?.failure).toMatchObject({ kind: 'Uniqueness', existingId: id });
      expect(record?.failure?.detail?.toLowerCase()).toContain('"ana@acme.example"');
    }
    await service.remove(user, id);
    expect(JSON.stringify(await service.records()).toLowerCase()).not.toContain('ana@acme');
  });
});
