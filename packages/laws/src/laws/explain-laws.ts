// Laws of explanations: what is said of a request is what it does, and saying it changes nothing.
import assert from 'node:assert/strict';
import { makeScimService, type ScimDependencies, type ScimService } from '@looop-scim/provisioning';
import { keptRequest, type ActivityRecord } from '@looop-scim/provisioning/activity';
import { makeExplaining, type DryRun, type Explaining, type PastedRequest } from '@looop-scim/provisioning/insight';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { interopPolicy, strictPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { errorMessage } from '@looop-scim/scim/message';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import fc from 'fast-check';
import { clientBodyOf, type Json } from '../arbitraries/client-body.ts';
import { patchBodyOf } from '../arbitraries/patch.ts';
import type { OpenStorage } from '../contract/contract-case.ts';
import { contractRegistry } from '../contract/contract-registry.ts';
import { outcomeOf, run } from '../contract/run-effect.ts';
import { observe } from '../contract/tenancy-cases.ts';
import { nextId, openOrganisation, type TestOrganisation } from '../contract/test-organisation.ts';
import type { Law } from '../law.ts';
import { lawOnStorage } from '../model/law-on-storage.ts';
import { typeNamed } from './filter-case.ts';

/** A request whose resource, and whose members, are chosen once it is known which there are. */
interface RequestPlan {
  readonly method: PastedRequest['method'];
  readonly typeName: 'User' | 'Group';
  readonly body: unknown;
  readonly pick: number;
  readonly members: readonly number[];
  readonly ifMatch: string | undefined;
}

const MEMBER_OPERATIONS = ['add', 'remove', 'replace'] as const;

/** JSON as it comes over the wire. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null') as unknown;

const bodyFor = (type: ResourceType, method: RequestPlan['method']): fc.Arbitrary<unknown> => {
  if (method === 'DELETE') return fc.constant(undefined);
  const body: fc.Arbitrary<Json> = clientBodyOf(type).map((one) => one.body);
  if (method !== 'PATCH') return body.map(asJson);
  return clientBodyOf(type)
    .chain(({ document }) => patchBodyOf(type, document))
    .map(asJson);
};

const plan: fc.Arbitrary<RequestPlan> = fc
  .tuple(fc.constantFrom('User', 'Group'), fc.constantFrom('POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE'))
  .chain(([typeName, method]) =>
    fc.record({
      method: fc.constant(method),
      typeName: fc.constant(typeName),
      body: bodyFor(typeNamed(typeName), method),
      pick: fc.nat(5),
      members: fc.array(fc.nat(6), { maxLength: 3 }),
      ifMatch: fc.constantFrom(undefined, undefined, undefined, 'W/"1"', '*', 'nonsense'),
    }),
  );

/** Ids that there are, by type. */
type Ids = Readonly<Record<RequestPlan['typeName'], readonly string[]>>;

const idOf = (ids: readonly string[], pick: number): string =>
  ids[pick % (ids.length + 1)] ?? '0199f0a1-0000-7000-8000-00000000dead';

/** The body of a request to a group, with members that there are or not. */
const withMembers = ({ method, typeName, body, members, pick }: RequestPlan, ids: Ids): unknown => {
  const all = [...ids.User, ...ids.Group];
  if (typeName !== 'Group' || members.length === 0 || method === 'DELETE') return body;
  const value = members.map((member) => ({ value: idOf(all, member), display: 'Somebody' }));
  if (method !== 'PATCH') return typeof body === 'object' && body !== null ? { ...body, members: value } : body;
  const op = MEMBER_OPERATIONS[pick % MEMBER_OPERATIONS.length];
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op, path: 'members', value }] };
};

const requestOf = (one: RequestPlan, ids: Ids): PastedRequest => {
  const { method, typeName, pick, ifMatch } = one;
  const body = withMembers(one, ids);
  const below = method === 'POST' ? '' : `/${idOf(ids[typeName], pick)}`;
  return {
    method,
    path: `${typeNamed(typeName).definition.endpoint}${below}`,
    ...(body !== undefined && { body }),
    ...(ifMatch !== undefined && method !== 'POST' && { ifMatch }),
  };
};

const dependenciesOf = ({ ports }: TestOrganisation, policy: InteropPolicy): ScimDependencies => ({
  ...ports,
  registry: contractRegistry,
  policy,
  baseUrl: 'https://scim.example.com/scim/v2',
  ids: { next: Effect.sync(nextId) },
  cursorCipher: { encrypt: (payload) => payload, decrypt: () => undefined },
});

const CALLER = { tokenFingerprint: '0123456789abcdef', requestId: 'request' } as const;

const send = (service: ScimService, { typeName }: RequestPlan, { method, path, body, ifMatch }: PastedRequest) => {
  const id = path.split('/').at(-1) ?? '';
  const write = { type: typeNamed(typeName), body, caller: CALLER, projection: {} };
  const change = { ...write, id, ...(ifMatch !== undefined && { ifMatch }) };
  const sending = {
    POST: service.create(write),
    PUT: service.replace(change),
    PATCH: service.patch(change),
    DELETE: service.remove(change),
  };
  return outcomeOf<unknown, ScimFailure>(sending[method]);
};

const samples = ({ membersAdded, membersRemoved, membersUnknown }: DryRun | ActivityRecord) =>
  [membersAdded, membersRemoved, membersUnknown].map((sample) => sample?.ids.toSorted());

/** Holds what was said of a request against what became of it; the result is what was recorded of a write. */
const assertSaid = async (
  { newest, read }: TestOrganisation,
  { dryRun }: { readonly dryRun?: DryRun },
  sent: Result.Result<unknown, ScimFailure>,
): Promise<ActivityRecord | undefined> => {
  assert.ok(dryRun !== undefined);
  if (Result.isFailure(sent)) {
    const { scimType, detail } = errorMessage(sent.failure).body;
    const failure = { kind: sent.failure._tag, ...(scimType !== undefined && { scimType }), detail };
    assert.deepEqual([dryRun.outcome, dryRun.failure], ['refused', failure]);
    return undefined;
  }
  const [record] = await run(newest(1));
  assert.ok(record !== undefined);
  assert.equal(dryRun.outcome, record.outcome);
  if (record.operation === 'delete') return record;
  assert.deepEqual([dryRun.ignored, samples(dryRun)], [record.ignored, samples(record)]);
  const stored = await run(read(record.resourceType ?? '', record.resourceId ?? ''));
  assert.deepEqual([dryRun.document, dryRun.version], [stored.document, stored.version]);
  return record;
};

const noted = (ids: Ids, { typeName, method }: RequestPlan, record: ActivityRecord | undefined): Ids => {
  const resourceId = record?.resourceId;
  if (resourceId === undefined) return ids;
  if (method === 'POST') return { ...ids, [typeName]: [...ids[typeName], resourceId] };
  return method === 'DELETE' ? { ...ids, [typeName]: ids[typeName].filter((id) => id !== resourceId) } : ids;
};

type Ask = (explaining: Explaining, one: RequestPlan, request: PastedRequest) => Promise<{ readonly dryRun?: DryRun }>;

/** Sends requests one after the other, asking what each will do before it is sent. */
const asksFirst = (open: OpenStorage, name: string, ask: Ask): Law =>
  lawOnStorage(name, open, (storage) =>
    fc.asyncProperty(
      fc.array(plan, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(interopPolicy, strictPolicy),
      async (plans, policy) => {
        const organisation = await openOrganisation(storage);
        const dependencies = dependenciesOf(organisation, policy);
        const [service, explaining] = [makeScimService(dependencies), makeExplaining(dependencies)];
        let ids: Ids = { User: [], Group: [] };
        for (const one of plans) {
          const request = requestOf(one, ids);
          const before = await observe(organisation);
          const explanation = await ask(explaining, one, request);
          assert.deepEqual(await observe(organisation), before);
          const sent = await send(service, one, request);
          ids = noted(ids, one, await assertSaid(organisation, explanation, sent));
        }
      },
    ),
  );

/** A case explains several requests, each some thirty times: one for each leniency. */
const COST = 6;

const seldom = ({ name, check }: Law): Law => ({
  name,
  check: ({ seed, runs }) => check({ seed, runs: Math.ceil(runs / COST) }),
});

const laws = (open: OpenStorage): readonly Law[] => [
  asksFirst(
    open,
    'explain(request, state before) = what was stored, and explain changes nothing',
    (explaining, _, sent) => run(explaining.pasted(sent)),
  ),
  asksFirst(open, 'explain(what is kept of a request, state before) = what was stored', (explaining, one, sent) => {
    const { body } = sent;
    const kept = keptRequest({ type: typeNamed(one.typeName), body, isNameless: false });
    return run(explaining.pasted(kept.isCut === true ? sent : { ...sent, ...kept }));
  }),
];

/** Laws of explanations on one storage; tried on a sixth of the cases. */
export const explainLaws = (open: OpenStorage): readonly Law[] => laws(open).map(seldom);
