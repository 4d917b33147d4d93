// Runs a command of the model against the ports, and brings what they answer into the model's form.
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import { bindElementFilter, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { MembershipStep } from '@looop-scim/scim/write';
import type { WriteOutcome } from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { bound } from '../contract/filter-cases.ts';
import { contractRegistry } from '../contract/contract-registry.ts';
import type { TestOrganisation, WriteFailure } from '../contract/test-organisation.ts';
import type {
  MemberCriterion,
  ModelAnswer,
  ModelCommand,
  ModelStep,
  ModelWrite,
  ShownResource,
} from './directory-model.ts';

const nameKeyOf = (resourceType: string): string => (resourceType === 'User' ? 'userName' : 'displayName');

const shownAs = ({ document, memberships = [], resourceType, ...rest }: Resource): ShownResource => {
  const title = document['title'];
  return {
    ...rest,
    resourceType: resourceType === 'User' ? 'User' : 'Group',
    name: String(document[nameKeyOf(resourceType)]),
    ...(typeof title === 'string' && { title }),
    memberships: memberships.map(({ id }) => id),
  };
};

const elementFilter = ({ by, text }: MemberCriterion): BoundFilter => {
  const members = contractRegistry.resourceType('Group')?.membership;
  if (members === undefined) throw new TypeError('Group has no members');
  const operator = by === 'display' ? 'sw' : 'eq';
  const parsed = parseFilter(`${by} ${operator} ${JSON.stringify(text)}`, { bareValues: false });
  return Result.getOrThrow(Result.flatMap(parsed, (filter) => bindElementFilter(members, filter)));
};

const stepOf = (step: ModelStep): MembershipStep =>
  step.kind === 'removeWhere' ? { kind: 'removeWhere', filter: elementFilter(step.criterion) } : step;

const revised = (document: Complex, { resourceType, name, title }: ModelWrite): Complex => {
  const named = name === undefined ? document : { ...document, [nameKeyOf(resourceType)]: name };
  if (title === undefined) return named;
  const { title: _old, ...untitled } = named;
  return title === '' ? untitled : { ...untitled, title };
};

const writtenAs = (outcome: WriteOutcome): ModelAnswer => ({
  kind: 'written',
  changed: outcome.changed,
  added: outcome.membersAdded.toSorted(),
  removed: outcome.membersRemoved.toSorted(),
  unknown: outcome.membersUnknown.toSorted(),
  resource: shownAs(outcome.resource),
});

const answerOf = (organisation: TestOrganisation, command: ModelCommand): Effect.Effect<ModelAnswer, WriteFailure> => {
  const { resourceType } = command;
  switch (command.kind) {
    case 'list': {
      const filter = bound(resourceType, `${nameKeyOf(resourceType)} sw ${JSON.stringify(command.prefix)}`);
      const listed = organisation.list(resourceType, { filter });
      return Effect.map(listed, (resources) => ({ kind: 'shown', resources: resources.map(shownAs) }));
    }
    case 'read':
      return Effect.map(organisation.read(resourceType, command.id), (resource) => ({
        kind: 'shown',
        resources: [shownAs(resource)],
      }));
    case 'delete':
      return Effect.map(organisation.remove(resourceType, command.id, command.at), writtenAs);
    default: {
      const { id, at, unknownMembers } = command;
      const options = { at, unknownMembers, memberships: command.steps.map(stepOf) };
      return Effect.map(
        command.kind === 'create'
          ? organisation.create(resourceType, revised({}, command), { ...options, id })
          : organisation.revise(resourceType, id, (document) => revised(document, command), options),
        writtenAs,
      );
    }
  }
};

/** What the ports answer to a command; a failure names one reason. */
export const runCommand = (organisation: TestOrganisation, command: ModelCommand): Effect.Effect<ModelAnswer> =>
  Effect.match(answerOf(organisation, command), {
    onSuccess: (answer) => answer,
    onFailure: ({ _tag }): ModelAnswer => ({ kind: 'failed', anyOf: [_tag] }),
  });
