// What the storage ports promise about users, groups and memberships, as one small function from state to state. It shares no
// code with any storage: names are compared by lower case, cycles are looked for by walking, lists by a plain scan.

/** A user or group of the model; a user has no `members`. */
export interface ModelResource {
  readonly resourceType: 'User' | 'Group';
  readonly id: string;
  readonly name: string;
  readonly title?: string;
  readonly version: number;
  readonly created: number;
  readonly lastModified: number;
  readonly members: ReadonlySet<string>;
}

/** How a step selects the members that it removes, other than by id. */
export type MemberCriterion =
  | { readonly by: 'value' | 'display'; readonly text: string }
  | { readonly by: 'type'; readonly text: ModelResource['resourceType'] };

/** A membership step of the model. */
export type ModelStep =
  | { readonly kind: 'add' | 'replace'; readonly ids: readonly string[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[]; readonly ofType?: string }
  | { readonly kind: 'removeWhere'; readonly criterion: MemberCriterion };

/** What a write says, whether it creates or changes; an absent name or title stays as it is. */
export interface ModelWrite {
  readonly resourceType: ModelResource['resourceType'];
  readonly id: string;
  readonly at: number;
  readonly name?: string;
  /** The empty string takes the title away. */
  readonly title?: string;
  readonly steps: readonly ModelStep[];
  readonly unknownMembers: 'skip' | 'refuse';
}

/** One call of the ports. */
export type ModelCommand =
  | ({ readonly kind: 'create'; readonly name: string } & ModelWrite)
  | ({ readonly kind: 'change' } & ModelWrite)
  | {
      readonly kind: 'delete';
      readonly resourceType: ModelResource['resourceType'];
      readonly id: string;
      readonly at: number;
    }
  | { readonly kind: 'read'; readonly resourceType: ModelResource['resourceType']; readonly id: string }
  | { readonly kind: 'list'; readonly resourceType: ModelResource['resourceType']; readonly prefix: string };

/** A resource as the ports show it. */
export interface ShownResource extends Omit<ModelResource, 'members'> {
  /** Ids of members or groups, ascending. */
  readonly memberships: readonly string[];
}

/** What the call answers. Of several reasons to fail any may be named. */
export type ModelAnswer =
  | { readonly kind: 'failed'; readonly anyOf: readonly string[] }
  | {
      readonly kind: 'written';
      readonly changed: boolean;
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly unknown: readonly string[];
      readonly resource: ShownResource;
    }
  | { readonly kind: 'shown'; readonly resources: readonly ShownResource[] };

/** Resources by id, and what was recorded: the resource of each event, the outcome of each write. */
export interface ModelState {
  readonly resources: ReadonlyMap<string, ModelResource>;
  readonly events: readonly string[];
  readonly activity: readonly ('applied' | 'unchanged')[];
}

/** A state and the answer that led to it. */
export interface ModelTransition {
  readonly state: ModelState;
  readonly answer: ModelAnswer;
}

/** An organisation without anything. */
export const emptyModel: ModelState = { resources: new Map(), events: [], activity: [] };

type Resources = ModelState['resources'];

const ascending = (ids: Iterable<string>): readonly string[] => [...ids].toSorted();

const show = (resources: Resources, { members, ...resource }: ModelResource): ShownResource => {
  const groups = () => [...resources.values()].filter((group) => group.members.has(resource.id)).map(({ id }) => id);
  return { ...resource, memberships: ascending(resource.resourceType === 'Group' ? members : groups()) };
};

const fulfils = (resources: Resources, id: string, { by, text }: MemberCriterion): boolean => {
  if (by === 'value') return id === text;
  const member = resources.get(id);
  if (by === 'type') return member?.resourceType === text;
  return member?.name.toLowerCase().startsWith(text.toLowerCase()) === true;
};

const isOfType = (resources: Resources, id: string, type: string | undefined): boolean =>
  type === undefined || resources.get(id)?.resourceType === type;

const applyStep = (resources: Resources, members: Set<string>, step: ModelStep): void => {
  if (step.kind === 'removeWhere') {
    for (const id of [...members]) if (fulfils(resources, id, step.criterion)) members.delete(id);
    return;
  }
  if (step.kind === 'replace') members.clear();
  for (const id of step.ids) {
    if (step.kind === 'remove') {
      if (isOfType(resources, id, step.ofType)) members.delete(id);
    } else if (resources.has(id)) members.add(id);
  }
};

const afterSteps = (resources: Resources, before: ModelResource, steps: readonly ModelStep[]): ReadonlySet<string> => {
  const members = new Set(before.members);
  for (const step of steps) applyStep(resources, members, step);
  return members;
};

const contains = (resources: Resources, groupId: string, id: string): boolean =>
  [...(resources.get(groupId)?.members ?? [])].some((member) => member === id || contains(resources, member, id));

const write = (state: ModelState, before: ModelResource, command: ModelWrite): ModelTransition => {
  const { steps } = command;
  const named = new Set(steps.flatMap((step) => (step.kind === 'add' || step.kind === 'replace' ? step.ids : [])));
  const unknown = ascending(named).filter((id) => !state.resources.has(id));
  const name = command.name ?? before.name;
  const title = command.title ?? before.title ?? '';
  const { title: _title, ...untitled } = before;
  // Names are those after the write, that of the group itself included.
  const members = afterSteps(new Map(state.resources).set(before.id, { ...before, name }), before, steps);
  const added = ascending(members).filter((id) => !before.members.has(id));
  const removed = ascending(before.members).filter((id) => !members.has(id));
  const rewritten = name !== before.name || title !== (before.title ?? '');
  const changed = before.version === 0 || rewritten || added.length + removed.length > 0;
  const after: ModelResource = changed
    ? {
        ...untitled,
        name,
        ...(title !== '' && { title }),
        members,
        version: before.version + 1,
        lastModified: Math.max(before.lastModified, command.at),
      }
    : before;
  const resources = new Map(state.resources).set(after.id, after);
  const taken = [...state.resources.values()].some(
    (other) =>
      other.id !== after.id &&
      other.resourceType === after.resourceType &&
      other.name.toLowerCase() === name.toLowerCase(),
  );
  const anyOf = [
    ...(taken ? ['Uniqueness'] : []),
    ...(unknown.length > 0 && command.unknownMembers === 'refuse' ? ['UnknownMembers'] : []),
    ...(added.some((id) => id === after.id || contains(state.resources, id, after.id)) ? ['MembershipCycle'] : []),
  ];
  if (anyOf.length > 0) return { state, answer: { kind: 'failed', anyOf } };
  return {
    state: {
      resources,
      events: changed ? [...state.events, after.id] : state.events,
      activity: [...state.activity, changed ? 'applied' : 'unchanged'],
    },
    answer: { kind: 'written', changed, added, removed, unknown, resource: show(resources, after) },
  };
};

const remove = (state: ModelState, gone: ModelResource, at: number): ModelTransition => {
  const resources = new Map<string, ModelResource>();
  for (const [id, resource] of state.resources) {
    if (id === gone.id) continue;
    const members = new Set(resource.members);
    const loses = members.delete(gone.id);
    const lastModified = Math.max(resource.lastModified, at);
    resources.set(id, loses ? { ...resource, members, version: resource.version + 1, lastModified } : resource);
  }
  const answer: ModelAnswer = {
    kind: 'written',
    changed: true,
    added: [],
    removed: [],
    unknown: [],
    resource: { ...show(state.resources, gone), memberships: [] },
  };
  return { state: { resources, events: [...state.events, gone.id], activity: [...state.activity, 'applied'] }, answer };
};

/** What a call does and answers. */
export const applyCommand = (state: ModelState, command: ModelCommand): ModelTransition => {
  const { resourceType } = command;
  if (command.kind === 'list') {
    const prefix = command.prefix.toLowerCase();
    const found = [...state.resources.values()].filter(
      (resource) => resource.resourceType === resourceType && resource.name.toLowerCase().startsWith(prefix),
    );
    const ordered = found.toSorted((left, right) => (left.id < right.id ? -1 : 1));
    const resources = ordered.map((resource) => show(state.resources, resource));
    return { state, answer: { kind: 'shown', resources } };
  }
  if (command.kind === 'create') {
    const { id, at, name } = command;
    const before = { resourceType, id, name, version: 0, created: at, lastModified: at, members: new Set<string>() };
    return write(state, before, command);
  }
  const current = state.resources.get(command.id);
  if (current?.resourceType !== resourceType) return { state, answer: { kind: 'failed', anyOf: ['ResourceNotFound'] } };
  if (command.kind === 'read') return { state, answer: { kind: 'shown', resources: [show(state.resources, current)] } };
  return command.kind === 'delete' ? remove(state, current, command.at) : write(state, current, command);
};
