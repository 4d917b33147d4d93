// Random commands of the model. Ids do not exist yet when commands are drawn: a plan names them by position, and is turned into a
// command when it is known which ids there are.
import fc from 'fast-check';
import { nextId, START } from '../contract/test-organisation.ts';
import type { MemberCriterion, ModelCommand, ModelResource, ModelStep } from './directory-model.ts';

type ResourceType = ModelResource['resourceType'];

/** An id by position among those issued for a type; `nobody` is an id that no resource has. */
interface Reference {
  readonly pool: ResourceType | 'nobody';
  readonly pick: number;
}

/** Ids issued so far, deleted ones included, by type. */
export type IssuedIds = Readonly<Record<ResourceType, readonly string[]>>;

/** No ids issued. */
export const noIds: IssuedIds = { User: [], Group: [] };

type StepPlan =
  | { readonly kind: 'add' | 'replace'; readonly members: readonly Reference[] }
  | { readonly kind: 'remove'; readonly members: readonly Reference[]; readonly ofType: string | undefined }
  | {
      readonly kind: 'removeWhere';
      readonly by: MemberCriterion['by'];
      readonly member: Reference;
      readonly text: string;
    };

interface WritePlan {
  readonly name: string;
  readonly title: string;
  readonly parts: 'name' | 'title' | 'both' | 'none';
  readonly steps: readonly StepPlan[];
  readonly at: number;
  readonly unknownMembers: 'skip' | 'refuse';
}

/** A command whose ids are positions. */
export interface CommandPlan {
  readonly kind: ModelCommand['kind'];
  readonly resourceType: ResourceType;
  readonly target: Reference;
  readonly write: WritePlan;
}

const NAMES = ['ana', 'ANA', 'Anna', 'ben', 'BEN', 'zoë', 'ZOË', "o'neil", '100%', '😀'];
const UNKNOWN_IDS = ['0199f0a1-ffff-7000-8000-000000000000', '', "'", '__proto__'];

const member: fc.Arbitrary<Reference> = fc.record({
  pool: fc.oneof(
    { weight: 6, arbitrary: fc.constant('User') },
    { weight: 4, arbitrary: fc.constant('Group') },
    fc.constant('nobody'),
  ),
  pick: fc.nat({ max: 11 }),
});

const step: fc.Arbitrary<StepPlan> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('add', 'add', 'replace'),
      // Ids are unique within a step; references to the same resource are merged when they are resolved.
      members: fc.array(member, { maxLength: 4 }),
    }),
  },
  fc.record({
    kind: fc.constant('remove'),
    members: fc.array(member, { maxLength: 4 }),
    ofType: fc.constantFrom(undefined, undefined, 'User', 'Group', 'Nothing'),
  }),
  fc.record({
    kind: fc.constant('removeWhere'),
    by: fc.constantFrom('value', 'type', 'display'),
    member,
    text: fc.constantFrom('a', 'AN', 'z', '😀', ''),
  }),
);

const write: fc.Arbitrary<WritePlan> = fc.record({
  name: fc.constantFrom(...NAMES),
  title: fc.constantFrom('', 'Coach', 'coach'),
  parts: fc.constantFrom('name', 'title', 'both', 'none'),
  steps: fc.array(step, { maxLength: 3 }),
  at: fc.constantFrom(START, START + 1, START + 1000),
  unknownMembers: fc.constantFrom('skip', 'skip', 'refuse'),
});

const KINDS = {
  create: 4,
  change: 6,
  delete: 1,
  read: 1,
  list: 1,
} as const satisfies Record<ModelCommand['kind'], number>;

const kindsOf = (kinds: readonly ModelCommand['kind'][]): fc.Arbitrary<ModelCommand['kind']> =>
  fc.oneof(...kinds.map((kind) => ({ weight: KINDS[kind], arbitrary: fc.constant(kind) })));

/** Plans of commands of some kinds, all by default. */
export const commandPlan = (
  kinds: readonly ModelCommand['kind'][] = ['create', 'change', 'delete', 'read', 'list'],
): fc.Arbitrary<CommandPlan> =>
  fc
    .record({
      kind: kindsOf(kinds),
      resourceType: fc.constantFrom<ResourceType>('User', 'Group', 'Group'),
      // Mostly ids of the type that is asked for; sometimes of the other one, or of nobody.
      stray: fc.oneof(
        { weight: 12, arbitrary: fc.constant(undefined) },
        fc.constantFrom<Reference['pool']>('User', 'Group', 'nobody'),
      ),
      pick: fc.nat({ max: 11 }),
      write,
    })
    .map(({ kind, resourceType, stray, pick, write: plan }) => ({
      kind,
      resourceType,
      target: { pool: stray ?? resourceType, pick },
      write: plan,
    }));

const idOf = ({ pool, pick }: Reference, issued: IssuedIds): string => {
  const ids = pool === 'nobody' ? [] : issued[pool];
  return ids[pick % Math.max(ids.length, 1)] ?? UNKNOWN_IDS[pick % UNKNOWN_IDS.length] ?? '';
};

const criterionOf = (plan: Extract<StepPlan, { readonly kind: 'removeWhere' }>, issued: IssuedIds): MemberCriterion => {
  if (plan.by === 'display') return { by: 'display', text: plan.text };
  if (plan.by === 'value') return { by: 'value', text: idOf(plan.member, issued) };
  return { by: 'type', text: plan.member.pool === 'User' ? 'User' : 'Group' };
};

const stepOf = (plan: StepPlan, issued: IssuedIds): ModelStep => {
  if (plan.kind === 'removeWhere') return { kind: 'removeWhere', criterion: criterionOf(plan, issued) };
  const ids = [...new Set(plan.members.map((reference) => idOf(reference, issued)))];
  if (plan.kind !== 'remove') return { kind: plan.kind, ids };
  return { kind: 'remove', ids, ...(plan.ofType !== undefined && { ofType: plan.ofType }) };
};

/**
 * The command of a plan, given the ids that were issued; a creation gets a new one. Members are chosen among `known`, all by
 * default.
 */
export const commandOf = (plan: CommandPlan, issued: IssuedIds, known: IssuedIds = issued): ModelCommand => {
  const { kind, resourceType, target } = plan;
  const { at, parts, name, title, steps, unknownMembers } = plan.write;
  const memberships = resourceType === 'Group' ? steps.map((each) => stepOf(each, known)) : [];
  const titled = resourceType === 'User' ? { title } : {};
  switch (kind) {
    case 'list':
      return { kind, resourceType, prefix: [...name][0] ?? '' };
    case 'create':
      return { kind, resourceType, id: nextId(), at, name, ...titled, steps: memberships, unknownMembers };
    case 'change': {
      const said = {
        ...((parts === 'name' || parts === 'both') && { name }),
        ...((parts === 'title' || parts === 'both') && titled),
      };
      return { kind, resourceType, id: idOf(target, issued), at, ...said, steps: memberships, unknownMembers };
    }
    default:
      return { kind, resourceType, id: idOf(target, issued), at };
  }
};

/** The issued ids after a command: a creation issues its id, even when it fails. */
export const issuedAfter = (issued: IssuedIds, command: ModelCommand): IssuedIds =>
  command.kind === 'create'
    ? { ...issued, [command.resourceType]: [...issued[command.resourceType], command.id] }
    : issued;
