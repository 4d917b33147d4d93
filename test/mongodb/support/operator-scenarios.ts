// Every use case of operators that writes, and the note of a token's use, as scenes.
import { Effect } from 'effect';
import { organisationId, type Organisation, type ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { AT, directory, type Scenario, type Scene } from './scenarios.ts';

/** Tokens of a scene have the organisation's id in them: no two scenes have one in common. */
const tokenOf = ({ id }: Organisation): ProvisioningToken => ({
  organisationId: id,
  fingerprint: `fingerprint-${id}`,
  hash: `hash-${id}`,
  created: AT,
});

const withToken: Scene = (_ports, { tokens }, organisation) => tokens.add(tokenOf(organisation));

const saving =
  (expected: number): Scene =>
  ({ revisions }) =>
    revisions.append('mappingSet', { at: AT, author: 'ana', content: `{"n":${expected}}` }, expected);

const writing =
  (expected: number): Scene =>
  ({ records }) =>
    records.write('job', 'a', { content: `{"n":${expected}}` }, expected);

export const operatorScenarios: readonly Scenario[] = [
  {
    name: 'add an organisation',
    before: () => Effect.void,
    call: (_ports, { organisations }, { id, name, ...settings }) =>
      organisations.add({ id: organisationId(`${id}-added`), name: `${name}-added`, ...settings }),
  },
  {
    name: 'change the settings of an organisation',
    before: directory,
    call: (_ports, { organisations }, organisation) => organisations.update({ ...organisation, scimEnabled: false }),
  },
  {
    name: 'delete an organisation',
    before: directory,
    call: (_ports, { organisations }, organisation) => organisations.remove(organisation, AT + 1),
  },
  { name: 'issue a token', before: () => Effect.void, call: withToken },
  {
    name: 'revoke a token',
    before: withToken,
    call: (_ports, { tokens }, organisation) => tokens.revoke(tokenOf(organisation).fingerprint, AT + 1),
  },
  {
    name: 'note the use of a token',
    before: withToken,
    call: (_ports, { tokens }, organisation) => tokens.touch(tokenOf(organisation).fingerprint, AT + 1),
  },
  { name: 'save a mapping set', before: () => Effect.void, call: saving(0) },
  { name: 'save another mapping set', before: saving(0), call: saving(1) },
  { name: 'write a record', before: () => Effect.void, call: writing(0) },
  { name: 'write a record again', before: writing(0), call: writing(1) },
];
