// Laws of memberships on a server: a group and its members say the same (RFC 7643 sections 4.1.2 and 4.2).
import fc from 'fast-check';
import type { Law } from '../law.ts';
import type { JsonObject } from '../subjects/subject.ts';
import type { ServedType } from './discover-server.ts';
import { elementsOf, memberOf, textOf } from './json.ts';
import { bodyOf, patchBody } from './resource-plan.ts';
import { serverLaw, type ServerContext } from './server-law.ts';
import { expectThat, idOf, objectOf, type Trial } from './trial.ts';

/** What is done to the members of a group; `users` counts those that the case has made. */
interface MembershipStep {
  readonly kind: 'add' | 'remove' | 'replace';
  readonly group: number;
  readonly users: readonly number[];
}

interface Plan {
  readonly users: number;
  readonly groups: number;
  readonly steps: readonly MembershipStep[];
}

const plansOf = ({ server }: ServerContext): fc.Arbitrary<Plan> => {
  const kinds = server.features.has('patch') ? (['add', 'remove', 'replace'] as const) : (['replace'] as const);
  const step: fc.Arbitrary<MembershipStep> = fc.record({
    kind: fc.constantFrom(...kinds),
    group: fc.nat({ max: 1 }),
    users: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 }),
  });
  return fc.record({
    users: fc.integer({ min: 1, max: 3 }),
    groups: fc.integer({ min: 1, max: 2 }),
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  });
};

const placeOf = ({ endpoint }: ServedType, id: string): string => `${endpoint}/${encodeURIComponent(id)}`;

const idsAt = (resource: JsonObject, name: string): readonly string[] =>
  elementsOf(resource[name]).map((element) => textOf(memberOf(element, 'value')));

/** The groups that a user is in directly: nested ones may be shown as well, marked as indirect. */
const directGroups = (user: JsonObject): readonly string[] =>
  elementsOf(user['groups'])
    .filter((element) => textOf(memberOf(element, 'type')) !== 'indirect')
    .map((element) => textOf(memberOf(element, 'value')));

const expectIds = (actual: readonly string[], expected: Iterable<string>, what: string): void => {
  const [shown, due] = [actual.toSorted(), [...expected].toSorted()];
  expectThat(
    JSON.stringify(shown) === JSON.stringify(due),
    `${what} are [${shown.join(', ')}], expected [${due.join(', ')}]`,
  );
};

const requestsOf = (
  { kind }: MembershipStep,
  ids: readonly string[],
  group: { readonly path: string; readonly body: JsonObject },
) => {
  const value = ids.map((id) => ({ value: id }));
  const { path } = group;
  if (kind === 'replace') return [{ method: 'PUT', path, body: { ...group.body, members: value } }] as const;
  const operations =
    kind === 'add'
      ? [{ op: 'add', path: 'members', value }]
      : ids.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` }));
  return [{ method: 'PATCH', path, body: patchBody(operations) }] as const;
};

const membersAfter = (before: ReadonlySet<string>, kind: MembershipStep['kind'], ids: readonly string[]) => {
  if (kind === 'replace') return new Set(ids);
  if (kind === 'add') return new Set([...before, ...ids]);
  return new Set([...before].filter((id) => !ids.includes(id)));
};

interface Group {
  readonly id: string;
  readonly body: JsonObject;
  members: ReadonlySet<string>;
}

const expectBothSides = async (
  { users }: ServerContext,
  trial: Trial,
  served: ServedType,
  groups: readonly Group[],
  userIds: readonly string[],
): Promise<void> => {
  for (const { id, members } of groups) {
    const read = objectOf(await trial.ask({ method: 'GET', path: placeOf(served, id) }, 200));
    expectIds(idsAt(read, 'members'), members, 'the members of a group');
  }
  if (!users.announced.has('groups')) return;
  for (const id of userIds) {
    const read = objectOf(await trial.ask({ method: 'GET', path: placeOf(users, id) }, 200));
    const due = groups.filter(({ members }) => members.has(id)).map((group) => group.id);
    expectIds(directGroups(read), due, 'the groups of a user');
  }
};

const createUsers = async ({ users }: ServerContext, trial: Trial, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const userName = trial.newUserName();
    const required = users.type.attributes.get('name')?.definition.required === true;
    const body = bodyOf(users.type, { userName, ...(required && { name: { givenName: 'Ana', familyName: 'Pop' } }) });
    ids.push(idOf(await trial.ask({ method: 'POST', path: users.endpoint, body }, 201)));
  }
  return ids;
};

/** Laws of the members of groups. */
export const membershipLawsOf = (context: ServerContext, served: ServedType): readonly Law[] => [
  serverLaw(
    'the members of a group are those that were added and not removed, and each of them shows the group',
    context,
    plansOf(context),
    async (trial, plan) => {
      const userIds = await createUsers(context, trial, plan.users);
      const groups: Group[] = [];
      for (let at = 0; at < plan.groups; at += 1) {
        const body = bodyOf(served.type, { displayName: trial.newUserName() });
        const id = idOf(await trial.ask({ method: 'POST', path: served.endpoint, body }, 201));
        groups.push({ id, body, members: new Set() });
      }
      for (const step of plan.steps) {
        const group = groups[step.group % groups.length];
        if (group === undefined) continue;
        const ids = [...new Set(step.users.map((at) => userIds[at % userIds.length] ?? ''))];
        const place = { path: placeOf(served, group.id), body: group.body };
        for (const request of requestsOf(step, ids, place)) await trial.ask(request, 200, 204);
        group.members = membersAfter(group.members, step.kind, ids);
        await expectBothSides(context, trial, served, groups, userIds);
      }
    },
  ),
];
