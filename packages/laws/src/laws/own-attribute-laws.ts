// The law of own attributes: nobody who talks to an organisation can tell an attribute of its own from one that the server ships.
import assert from 'node:assert/strict';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import {
  makeAttributeAdministration,
  makeVeiledRepository,
  organisationSchema,
  pathOf,
  type AttributeAdministration,
  type OrganisationSchema,
  type OwnAttribute,
} from '@looop-scim/provisioning/attributes';
import { policyOf } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { Complex } from '@looop-scim/scim/attribute';
import { isComplex } from '@looop-scim/scim/attribute';
import { PATCH_OP, USER_SCHEMA, type ResourceType, type SchemaRegistry } from '@looop-scim/scim/schema';
import fc from 'fast-check';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { OpenedStorage, OpenStorage } from '../contract/contract-case.ts';
import { contractRegistry } from '../contract/contract-registry.ts';
import { run } from '../contract/run-effect.ts';
import { newOrganisation } from '../contract/test-organisation.ts';
import type { Law } from '../law.ts';
import { lawOnStorage } from '../model/law-on-storage.ts';
import { definitions, shippedRegistry, stepsAbout, type Step } from './own-attribute-case.ts';

/** Opens a storage with a registry that is not the one of the laws. */
export type OpenShipped = (registry: SchemaRegistry) => Promise<OpenedStorage>;

const caller = { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' };
const author = { author: 'law' };

const common = () => {
  let issued = 0;
  return {
    policy: policyOf({ profile: 'interop', leniencies: {} }),
    baseUrl: 'https://scim.example/scim/v2',
    ids: { next: Effect.sync(() => `0199f0a1-0000-7000-8000-${(issued += 1).toString(16).padStart(12, '0')}`) },
    cursorCipher: { encrypt: (payload: string) => payload, decrypt: (text: string) => text },
  };
};

/** Somebody who serves users. */
interface Subject {
  readonly service: () => ScimService;
  readonly users: string[];
}

const shippedSubject = (storage: Storage, registry: SchemaRegistry): Subject => {
  const service = makeScimService({ ...common(), registry, ...storage.forOrganisation(newOrganisation().id) });
  return { service: () => service, users: [] };
};

/** An organisation on a storage that knows nothing of the attributes. */
const makeOwnSubject = async (storage: Storage) => {
  const organisation = newOrganisation();
  await run(storage.organisations.add(organisation));
  const parts = common();
  const { revisions } = storage.forOrganisation(organisation.id);
  const resourcesUnder = ({ stored }: OrganisationSchema) => storage.forOrganisation(organisation.id, stored).resources;
  let schema = organisationSchema(contractRegistry, { version: 0, attributes: [] });
  const attributes = makeAttributeAdministration({
    base: contractRegistry,
    revisions,
    resourcesUnder,
    changed: (saved) => void (schema = saved),
  });
  const composed = (): ScimService => {
    const at = { schema, resources: resourcesUnder(schema) };
    const resources = makeVeiledRepository({ at, newest: () => Effect.succeed(at) });
    const { activity } = storage.forOrganisation(organisation.id);
    return makeScimService({ ...parts, registry: schema.registry, resources, activity, revisions });
  };
  let known: { readonly version: number; readonly service: ScimService } | undefined;
  const subject: Subject = {
    users: [],
    service: () => {
      const { version } = schema.definitions;
      if (known?.version !== version) known = { version, service: composed() };
      return known.service;
    },
  };
  return { subject, attributes };
};

/** What is the same wherever it happened. */
const shown = (representation: unknown): unknown => {
  if (!isComplex(representation as Complex)) return representation;
  const { meta: _meta, ...rest } = representation as Complex;
  return rest;
};

const outcome = async <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<unknown> => {
  const result = await run(Effect.result(effect));
  return Result.isSuccess(result) ? result.success : { failed: JSON.stringify(result.failure) };
};

const userTypeOf = (service: ScimService): ResourceType => {
  const type = service.resourceTypeAt('/Users');
  assert.ok(type !== undefined);
  return type;
};

const pageOf = (page: unknown): unknown => {
  const { representations, ...rest } = page as { readonly representations?: readonly unknown[] };
  return representations === undefined ? page : { ...rest, representations: representations.map(shown) };
};

const write = async (
  { service, users }: Subject,
  step: Extract<Step, { kind: 'create' | 'replace' | 'patch' | 'remove' }>,
) => {
  const scim = service();
  const type = userTypeOf(scim);
  const request = { type, caller, projection: {} };
  if (step.kind === 'create') {
    const body = { schemas: [USER_SCHEMA], userName: `user-${users.length}`, ...step.extensions };
    const answer = await outcome(scim.create({ ...request, body }));
    if ('id' in (answer as object)) users.push(String((answer as { readonly id: string }).id));
    return pageOf({
      ...(answer as object),
      representations: [(answer as { representation?: unknown }).representation],
      representation: 0,
    });
  }
  const id = users[step.user % Math.max(1, users.length)] ?? 'nobody';
  if (step.kind === 'remove') return await outcome(scim.remove({ ...request, id }));
  const body =
    step.kind === 'patch'
      ? { schemas: [PATCH_OP], Operations: [step.operation] }
      : { schemas: [USER_SCHEMA], userName: `user-${step.user % Math.max(1, users.length)}`, ...step.extensions };
  const change = step.kind === 'patch' ? scim.patch : scim.replace;
  const answer = (await outcome(change({ ...request, id, body }))) as { readonly representation?: unknown };
  return { ...answer, representation: shown(answer.representation) };
};

const list = async ({ service }: Subject, { kind: _kind, ...query }: Extract<Step, { kind: 'list' }>) => {
  const scim = service();
  const type = userTypeOf(scim);
  return pageOf(await outcome(scim.list({ type, caller, query: { startIndex: 1, count: 100, ...query } })));
};

const walk = async ({ service }: Subject, { sortBy }: Extract<Step, { kind: 'walk' }>) => {
  const scim = service();
  const type = userTypeOf(scim);
  const pages: unknown[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined && pages.length < 20) {
    const query = { startIndex: 1, count: 2, cursor, ...(sortBy !== undefined && { sortBy }) };
    const page: unknown = await outcome(scim.list({ type, caller, query }));
    const { nextCursor, ...rest } = page as { readonly nextCursor?: string };
    pages.push(pageOf(rest));
    cursor = nextCursor;
  }
  return pages;
};

const perform = (subject: Subject, step: Step): Promise<unknown> => {
  if (step.kind === 'list') return list(subject, step);
  if (step.kind === 'walk') return walk(subject, step);
  if (step.kind === 'hide' || step.kind === 'upkeep') return Promise.resolve(undefined);
  return write(subject, step);
};

/** What no client may notice: a step of the upkeep, or an attribute that goes and comes back. */
const unnoticed = async (
  attributes: AttributeAdministration,
  own: readonly OwnAttribute[],
  step: Step,
): Promise<void> => {
  if (step.kind === 'upkeep') await run(attributes.upkeep(2));
  if (step.kind !== 'hide') return;
  const attribute = own[step.attribute];
  assert.ok(attribute !== undefined);
  await run(attributes.remove(pathOf(attribute), author));
  await run(attributes.upkeep(1));
  await run(attributes.add(attribute, author));
};

const cases = definitions.chain((own) => fc.tuple(fc.constant(own), stepsAbout(own)));

const servedAsShipped = (open: OpenStorage, openShipped: OpenShipped): Law =>
  lawOnStorage(
    'an organisation with attributes of its own is served as by a server whose schemas have them',
    open,
    (storage) =>
      fc.asyncProperty(cases, async ([own, steps]) => {
        const shipped = await openShipped(shippedRegistry(own));
        const reference = shippedSubject(shipped.storage, shippedRegistry(own));
        const { subject, attributes } = await makeOwnSubject(storage);
        // Who was there before has no values.
        const before = { kind: 'create', extensions: {} } as const;
        assert.deepEqual(await perform(subject, before), await perform(reference, before));
        for (const attribute of own) await run(attributes.add(attribute, author));
        const { schemas, resourceTypes } = subject.service().description;
        assert.deepEqual(
          [schemas, resourceTypes],
          [reference.service().description.schemas, reference.service().description.resourceTypes],
        );
        for (const step of steps) {
          await unnoticed(attributes, own, step);
          assert.deepEqual(await perform(subject, step), await perform(reference, step), JSON.stringify(step));
        }
        await shipped.close();
      }),
  );

/** A law whose cases are dozens of requests each: so many times fewer of them are tried. */
const lessOften = ({ name, check }: Law, times: number): Law => ({
  name,
  check: ({ seed, runs }) => check({ seed, runs: Math.ceil(runs / times) }),
});

/** Laws of own attributes on a storage; `openShipped` opens the reference. One of `times` cases is tried of what is asked for. */
export const ownAttributeLaws = (open: OpenStorage, openShipped: OpenShipped, times = 5): readonly Law[] => [
  lessOften(servedAsShipped(open, openShipped), times),
];
