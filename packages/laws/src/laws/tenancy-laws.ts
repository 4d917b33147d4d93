// Laws of isolation: whatever happens in one organisation, nothing that can be seen of another depends on it.
import assert from 'node:assert/strict';
import { evaluateFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import fc from 'fast-check';
import { boundFilterFor } from '../arbitraries/filter.ts';
import type { OpenStorage } from '../contract/contract-case.ts';
import { contractRegistry } from '../contract/contract-registry.ts';
import { run } from '../contract/run-effect.ts';
import { observe } from '../contract/tenancy-cases.ts';
import { openOrganisation, type TestOrganisation } from '../contract/test-organisation.ts';
import type { Law } from '../law.ts';
import { commandOf, commandPlan, issuedAfter, type CommandPlan, type IssuedIds } from '../model/command-arbitrary.ts';
import { applyCommand, emptyModel } from '../model/directory-model.ts';
import { lawOnStorage } from '../model/law-on-storage.ts';
import { assertAllowed, assertSameState, prepare } from '../model/model-laws.ts';
import { runCommand } from '../model/run-command.ts';
import { readStored, resourcesOf } from '../model/stored-resource.ts';

const plans = fc.array(commandPlan(), { minLength: 1, maxLength: 15 });

const seeded = fc.array(commandPlan(['create', 'create', 'change']), { minLength: 3, maxLength: 8 });

/** Runs plans in an organisation that may name ids of others; what is answered is what the model of this one alone says. */
const runAlone = async (
  organisation: TestOrganisation,
  commands: readonly CommandPlan[],
  foreign: IssuedIds,
): Promise<void> => {
  let state = emptyModel;
  let issued = foreign;
  for (const plan of commands) {
    const command = commandOf(plan, issued);
    const next = applyCommand(state, command);
    assertAllowed(next.answer, await run(runCommand(organisation, command)));
    state = next.state;
    issued = issuedAfter(issued, command);
  }
  await assertSameState(organisation, state);
};

const commandsInterfereNot = (open: OpenStorage): Law =>
  lawOnStorage(
    'no sequence of commands in one organisation changes what is seen of another, or sees it',
    open,
    (storage) =>
      fc.asyncProperty(seeded, plans, async (there, here) => {
        const [other, own] = [await openOrganisation(storage), await openOrganisation(storage)];
        const { issued } = await prepare(other, there);
        const before = await observe(other);
        await runAlone(own, here, issued);
        assert.deepEqual(await observe(other), before);
      }),
  );

const typesWithMembers = ['User', 'Group'].flatMap((name) => contractRegistry.resourceType(name) ?? []);

const storedOf = async (organisation: TestOrganisation, plansOfIt: readonly CommandPlan[]) => {
  const { issued } = await prepare(organisation, plansOfIt);
  return (type: ResourceType) => readStored(organisation, type, [...issued.User, ...issued.Group]);
};

const filtersInterfereNot = (open: OpenStorage): Law =>
  lawOnStorage(
    'a filter on what another organisation holds finds own resources alone, `or` and `not` included',
    open,
    (storage) =>
      fc.asyncProperty(seeded, seeded, fc.gen(), async (here, there, draw) => {
        const [own, other] = [await openOrganisation(storage), await openOrganisation(storage)];
        const [ownStored, otherStored] = [await storedOf(own, here), await storedOf(other, there)];
        for (const type of typesWithMembers) {
          const mine = await ownStored(type);
          const theirs = (await otherStored(type)).map(({ representation }) => representation);
          // Without arguments: `fc.gen` compares those of a draw with those of every earlier one, value by value.
          const theirFilter = draw(() => boundFilterFor(type, theirs));
          const anyFilter = draw(() => boundFilterFor(type));
          const filters: readonly BoundFilter[] = [
            theirFilter,
            { kind: 'not', operand: theirFilter },
            { kind: 'or', operands: [theirFilter, anyFilter] },
            { kind: 'or', operands: [anyFilter, { kind: 'not', operand: theirFilter }] },
          ];
          for (const filter of filters) {
            const expected = mine.filter(({ representation }) => evaluateFilter(filter, representation));
            assert.deepEqual(await run(own.list(type.name, { filter })), resourcesOf(expected));
          }
        }
      }),
  );

/** Laws about organisations in one storage. The storage has to be opened with `contractRegistry`. */
export const tenancyLaws = (open: OpenStorage): readonly Law[] => [
  commandsInterfereNot(open),
  filtersInterfereNot(open),
];
