// What is served to people who sign in: their accounts, and the organisations that they administer.
import * as Effect from 'effect/Effect';
import type { DependencyContainer } from 'tsyringe';
import type { AuthenticatedKey } from '@looop-scim/http-api';
import { PERSON_PREFIX, redirectUri, type OrganisationDesk, type PeopleGate } from '@looop-scim/http-api/people';
import { makeCursorCipher } from '@looop-scim/crypto-node';
import {
  makeAuditLog,
  makeOrganisationSecrets,
  makePeople,
  type People,
  type PersonAccess,
  type Role,
} from '@looop-scim/provisioning/accounts';
import { makeActivityReading } from '@looop-scim/provisioning/activity';
import {
  makeDuplicateSearch,
  makeFindingsReading,
  makeHealthReading,
  makeSetUpReading,
} from '@looop-scim/provisioning/insight';
import { KEY_SCOPES, policyNameOf, type Organisation } from '@looop-scim/provisioning/organisation';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { pagesOf } from '../settings/public-url.ts';
import { composePlatform, makeServiceOf } from './compose-organisation.ts';
import type { Composed } from './composed.ts';
import { Services } from './services.ts';

/** Digits of an account's id that name somebody in the activity. */
const NAME_DIGITS = 16;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Composes the use cases of people. */
export const composePeople = (root: DependencyContainer): People => {
  const { records, organisations, forOrganisation } = root.resolve(Services.storage);
  const secret = root.resolve(Services.installationSecret);
  const baseUrl = root.resolve(Services.baseUrl);
  return makePeople(
    {
      records,
      recordsOf: (id) => forOrganisation(id).records,
      organisations,
      secrets: root.resolve(Services.secrets),
      hasher: root.resolve(Services.hasher),
      ids: root.resolve(Services.ids),
    },
    {
      provider: root.resolve(Services.openIdProvider),
      cipherOf: (id) => makeCursorCipher(secret, id),
      redirectUri: () => redirectUri(pagesOf(baseUrl())),
    },
  );
};

/** The role of a person in an organisation; operators have every one. */
const roleIn = ({ account, onlyOrganisation }: PersonAccess, { id }: Organisation): Role | undefined => {
  if (onlyOrganisation !== undefined && onlyOrganisation !== id) return undefined;
  return account.isOperator && onlyOrganisation === undefined ? 'administrator' : account.roles[id];
};

/** Makes the audit logs, of organisations and of the installation. */
const makeAudits = (root: DependencyContainer) => {
  const { auditDays } = root.resolve(Services.peopleSettings);
  const retention = auditDays === 0 ? {} : { retentionMs: auditDays * DAY_MS };
  return (records: RecordStore) => makeAuditLog({ records, ids: root.resolve(Services.ids), ...retention });
};

/** Makes what a person opens of an organisation. */
const makePersonAccess = (root: DependencyContainer) => {
  const guard = root.resolve(Services.requestGuard);
  const servicesOf = makeServiceOf((composed) => composePlatform(root, composed, 'administrator'));

  /** What the platform may do as well, done by a person. */
  const accessOf = (composed: Composed, { account: { id, email } }: PersonAccess): AuthenticatedKey => {
    const { organisation } = composed;
    const name = `${PERSON_PREFIX}${id.slice(0, NAME_DIGITS)}`;
    return {
      organisationName: organisation.name,
      keyFingerprint: name,
      author: email,
      scopes: KEY_SCOPES,
      ...servicesOf(composed),
      admit: () => guard.admit({ token: name, organisation: organisation.id }),
    };
  };
  return { servicesOf, accessOf };
};

/** Composes what is served to people. */
export const composePeopleGate = (root: DependencyContainer): PeopleGate => {
  const { tokens, organisations, records, forOrganisation } = root.resolve(Services.storage);
  const [administration, keys] = [root.resolve(Services.administration), root.resolve(Services.keys)];
  const people = root.resolve(Services.people);
  const schemas = root.resolve(Services.schemas);
  const baseUrl = root.resolve(Services.baseUrl);
  const { support } = root.resolve(Services.peopleSettings);
  const { servicesOf, accessOf } = makePersonAccess(root);
  const auditOf = makeAudits(root);

  const deskOf = (composed: Composed, role: Role, person: PersonAccess): OrganisationDesk => {
    const { organisation, schema } = composed;
    const { registry } = schema;
    const { activity, resources, records: own } = forOrganisation(organisation.id, schema.stored);
    const reading = makeActivityReading({ registry, resources, activity });
    return {
      organisation,
      role,
      access: accessOf(composed, person),
      team: people.teamOf(organisation.id),
      secrets: makeOrganisationSecrets({ administration, keys }, organisation.name),
      activity: reading,
      explaining: servicesOf(composed).explaining,
      policyName: policyNameOf(organisation),
      setUp: makeSetUpReading({ tokens, activity, records: own }, organisation.id),
      findings: makeFindingsReading({ registry, resources, activity, reading }),
      duplicates: makeDuplicateSearch({ registry, resources }),
      audit: auditOf(own),
      health: makeHealthReading({ tokens, activity }, organisation),
      signInSettings: people.signInSettingsOf(organisation.id),
    };
  };

  return {
    people,
    openOrganisation: ({ name, person }) =>
      organisations.byName(name).pipe(
        Effect.flatMap((organisation) => {
          const role = roleIn(person, organisation);
          if (role === undefined) return Effect.undefined;
          return Effect.map(schemas.of(organisation.id), (schema) => deskOf({ organisation, schema }, role, person));
        }),
        Effect.catchTag('NoSuchEntry', () => Effect.undefined),
      ),
    organisationsOf: (ids) =>
      Effect.map(Effect.forEach(ids, organisations.byId), (found) => found.filter((one) => one !== undefined)),
    administration,
    audit: auditOf(records),
    pages: () => pagesOf(baseUrl()),
    scimBaseUrl: baseUrl,
    ...(support !== undefined && { support }),
  };
};
