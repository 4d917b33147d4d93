// Laws that hold a storage against the model: one command after the other, and many at once.
import assert from 'node:assert/strict';
import type { Isolation } from '@looop-scim/provisioning/ports';
import fc from 'fast-check';
import type { OpenStorage } from '../contract/contract-case.ts';
import { run } from '../contract/run-effect.ts';
import { openOrganisation, type TestOrganisation } from '../contract/test-organisation.ts';
import type { Law } from '../law.ts';
import { commandOf, commandPlan, issuedAfter, noIds, type CommandPlan, type IssuedIds } from './command-arbitrary.ts';
import { applyCommand, emptyModel, type ModelAnswer, type ModelCommand, type ModelState } from './directory-model.ts';
import { lawOnStorage } from './law-on-storage.ts';
import { isLinearisable, type Allows, type ObservedCall } from './linearisable.ts';
import { runCommand } from './run-command.ts';

/** Where the model stands; commands of a run change it in turn. */
interface Progress {
  state: ModelState;
  issued: IssuedIds;
}

/** Whether the model allows what was answered. */
const allows = (expected: ModelAnswer, actual: ModelAnswer): boolean => {
  if (expected.kind !== 'failed') return isDeepEqual(expected, actual);
  return actual.kind === 'failed' && actual.anyOf.every((tag) => expected.anyOf.includes(tag));
};

const isDeepEqual = (left: unknown, right: unknown): boolean => {
  try {
    assert.deepEqual(left, right);
    return true;
  } catch {
    return false;
  }
};

/** Fails with the difference unless the model allows what was answered. */
export const assertAllowed = (expected: ModelAnswer, actual: ModelAnswer): void => {
  if (!allows(expected, actual)) assert.deepEqual(actual, expected);
};

/** Everything that the ports show equals the model's state: both lists, the events and the activity. */
export const assertSameState = async (organisation: TestOrganisation, state: ModelState): Promise<void> => {
  for (const resourceType of ['User', 'Group'] as const) {
    const everything: ModelCommand = { kind: 'list', resourceType, prefix: '' };
    assertAllowed(applyCommand(state, everything).answer, await run(runCommand(organisation, everything)));
  }
  const { activity, events } = organisation.ports;
  assert.deepEqual(
    (await run(events.after(0, 100_000))).map(({ event }) => event.subject.id),
    state.events,
  );
  assert.deepEqual(
    (await run(activity.after({ limit: 100_000 }))).map(({ record }) => record.outcome),
    state.activity,
  );
};

const commandFrom = (plan: CommandPlan): fc.AsyncCommand<Progress, TestOrganisation> => ({
  check: () => true,
  run: async (progress, organisation) => {
    const command = commandOf(plan, progress.issued);
    const { state, answer } = applyCommand(progress.state, command);
    assertAllowed(answer, await run(runCommand(organisation, command)));
    progress.state = state;
    progress.issued = issuedAfter(progress.issued, command);
  },
  toString: () => JSON.stringify(plan),
});

const sequences = (open: OpenStorage): Law =>
  lawOnStorage('any sequence of commands is answered as by the model, and leaves its state', open, (storage) =>
    fc.asyncProperty(
      fc.commands([commandPlan().map(commandFrom)], { maxCommands: 40, size: '+1' }),
      async (commands) => {
        const organisation = await openOrganisation(storage);
        const progress: Progress = { state: emptyModel, issued: noIds };
        await fc.asyncModelRun(() => ({ model: progress, real: organisation }), commands);
        await assertSameState(organisation, progress.state);
      },
    ),
  );

/** Runs plans one after the other; answers where the model stands then. */
export const prepare = async (organisation: TestOrganisation, plans: readonly CommandPlan[]): Promise<Progress> => {
  const progress: Progress = { state: emptyModel, issued: noIds };
  for (const plan of plans) await commandFrom(plan).run(progress, organisation);
  return progress;
};

/** Without what depends on the names that other resources have at the moment. */
const withoutNames = (plan: CommandPlan): CommandPlan => {
  const steps = plan.write.steps.filter((step) => step.kind !== 'removeWhere' || step.by !== 'display');
  return { ...plan, write: { ...plan.write, steps } };
};

/**
 * Commands of some clients, with the ids that were issued before and those that the clients issue themselves. Where a write sees
 * each other resource at a moment of its own, members are those that were there before: whether one that comes meanwhile is known
 * has no single answer then.
 */
const commandsOf = (
  clients: readonly (readonly CommandPlan[])[],
  before: IssuedIds,
  isolation: Isolation,
): readonly (readonly ModelCommand[])[] => {
  let issued = before;
  return clients.map((plans) =>
    plans.map((plan) => {
      const command =
        isolation === 'snapshot' ? commandOf(plan, issued) : commandOf(withoutNames(plan), issued, before);
      issued = issuedAfter(issued, command);
      return command;
    }),
  );
};

/** The answer without the groups of a user, which are other resources. */
const withoutGroups = (answer: ModelAnswer): ModelAnswer =>
  answer.kind === 'written' && answer.resource.resourceType === 'User'
    ? { ...answer, resource: { ...answer.resource, memberships: [] } }
    : answer;

const allowsUnder =
  (isolation: Isolation): Allows =>
  (expected, actual) =>
    isolation === 'snapshot' ? allows(expected, actual) : allows(withoutGroups(expected), withoutGroups(actual));

/** Sets as lists, for messages. */
const showSets = (_key: string, value: unknown): unknown => (value instanceof Set ? [...value] : value);

const interleavings = (open: OpenStorage): Law =>
  lawOnStorage(
    'commands of clients at once are answered as if they came in some order, and none is lost',
    open,
    (storage) =>
      fc.asyncProperty(
        fc.array(commandPlan(['create']), { minLength: 4, maxLength: 10 }),
        fc.array(fc.array(commandPlan(['create', 'change', 'delete']), { minLength: 1, maxLength: 3 }), {
          minLength: 2,
          maxLength: 4,
        }),
        fc.scheduler(),
        async (setUp, plans, scheduler) => {
          const organisation = await openOrganisation(storage);
          const { state, issued } = await prepare(organisation, setUp);
          const clients = commandsOf(plans, issued, storage.isolation).map(
            async (commands): Promise<readonly ObservedCall[]> => {
              const calls: ObservedCall[] = [];
              for (const command of commands) {
                await scheduler.schedule(Promise.resolve());
                calls.push({ command, answer: await run(runCommand(organisation, command)) });
              }
              return calls;
            },
          );
          const observed = await scheduler.waitFor(Promise.all(clients));
          const lists: ObservedCall[] = [];
          for (const resourceType of ['User', 'Group'] as const) {
            const command = { kind: 'list', resourceType, prefix: '' } as const;
            lists.push({ command, answer: await run(runCommand(organisation, command)) });
          }
          const seen = (): string =>
            JSON.stringify({ before: [...state.resources.values()], observed, lists }, showSets);
          assert(
            isLinearisable(state, observed, lists, allowsUnder(storage.isolation)),
            `no order of the commands explains ${seen()}`,
          );
        },
      ),
  );

/** Laws that hold a storage against the model. The storage has to be opened with `contractRegistry`. */
export const modelLaws = (open: OpenStorage): readonly Law[] => [sequences(open), interleavings(open)];
