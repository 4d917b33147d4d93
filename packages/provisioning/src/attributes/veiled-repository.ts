// The users and groups of an organisation as its use cases see them: without the values of attributes that are not served. A write
// keeps these values, also when the definitions have changed since its request began.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Resource } from '@looop-scim/scim/attribute';
import { StorageUnavailable, type ResourceNotFound, type TooMany, type Uniqueness } from '@looop-scim/scim/errors';
import type {
  Decide,
  Decision,
  MembershipFailure,
  ResourceRepository,
  ResourceTarget,
  WriteOutcome,
} from '../ports/outbound/resource-repository.ts';
import { SchemaOutdated } from '../ports/outbound/stored-schema.ts';
import type { OrganisationSchema } from './organisation-schema.ts';
import { unveiled, veiled, veilOf, withoutUndefined, type Veil } from './veil.ts';

/** The repository at one version of the definitions. */
export interface RepositoryAt {
  readonly schema: OrganisationSchema;
  readonly resources: ResourceRepository;
}

/** What the veiled repository is made of. */
export interface VeiledParts {
  /** The definitions that the use cases are composed with. */
  readonly at: RepositoryAt;
  /** The newest definitions, read anew. */
  readonly newest: () => Effect.Effect<RepositoryAt, StorageUnavailable>;
}

/** How often a write meets newer definitions than it has just read; each time somebody has changed them. */
const MOST_TRIES = 8;

const shownBy = (veil: Veil) => {
  const resource = (stored: Resource): Resource => {
    const document = veiled(veil, stored.document);
    return document === stored.document ? stored : { ...stored, document };
  };
  const outcome = (of: WriteOutcome): WriteOutcome => ({ ...of, resource: resource(of.resource) });
  return { resource, outcome };
};

/** How a store refuses a change that was decided. */
type StoreFailure = ResourceNotFound | Uniqueness | MembershipFailure | TooMany | StorageUnavailable;

/** A repository, and what use cases do not see of its resources. */
interface Behind extends RepositoryAt {
  readonly veil: Veil;
  /** Whether the use cases may write what the definitions have lost since. */
  readonly isNewer: boolean;
}

/** The decision about what is stored, from one about what is shown. */
const wholeDecision = (
  { veil, isNewer, schema }: Behind,
  stored: Resource,
  shown: Resource,
  decision: Decision,
): Decision => {
  // Its events were made of what is shown.
  if (decision.kind === 'retell') return decision;
  const { outcome } = shownBy(veil);
  const { describe } = decision;
  const about = { describe: (of: WriteOutcome) => describe(outcome(of)) };
  if (decision.kind === 'delete') return { ...decision, ...about };
  if (decision.document === shown.document) return { ...decision, ...about, document: stored.document };
  const document = unveiled(veil, stored.document, decision.document);
  return {
    ...decision,
    ...about,
    document: isNewer ? withoutUndefined(schema.stored.registry, document) : document,
  };
};

const changeBehind = <Failure>(
  behind: Behind,
  target: ResourceTarget,
  decide: Decide<Failure>,
): Effect.Effect<WriteOutcome, Failure | StoreFailure> => {
  const { resources, veil, isNewer } = behind;
  if (veil.size === 0 && !isNewer) return resources.change(target, decide);
  const { resource, outcome } = shownBy(veil);
  const decideWhole: Decide<Failure> = (stored, mappingVersion) => {
    const shown = resource(stored);
    return Result.map(decide(shown, mappingVersion), (decision) => wholeDecision(behind, stored, shown, decision));
  };
  return Effect.map(resources.change(target, decideWhole), outcome);
};

const makeChange = ({ at, newest }: VeiledParts): ResourceRepository['change'] => {
  const served = at.schema.registry;
  const behind = (where: RepositoryAt, isNewer: boolean): Behind => ({
    ...where,
    veil: veilOf(where.schema.stored.registry, served),
    isNewer,
  });
  const first = behind(at, false);
  const attempt = <Failure>(
    where: Behind,
    target: ResourceTarget,
    decide: Decide<Failure>,
    tries: number,
  ): Effect.Effect<WriteOutcome, Failure | StoreFailure> =>
    changeBehind(where, target, decide).pipe(
      Effect.catch((failure) =>
        failure instanceof StorageUnavailable && failure.cause instanceof SchemaOutdated && tries > 1
          ? Effect.flatMap(newest(), (newer) => attempt(behind(newer, true), target, decide, tries - 1))
          : Effect.fail(failure),
      ),
    );
  return (target, decide) => attempt(first, target, decide, MOST_TRIES);
};

/** Makes the repository that use cases work with. */
export const makeVeiledRepository = (parts: VeiledParts): ResourceRepository => {
  const { schema, resources } = parts.at;
  const veil = veilOf(schema.stored.registry, schema.registry);
  const change = makeChange(parts);
  if (veil.size === 0) return { ...resources, change };
  const { resource } = shownBy(veil);
  return {
    ...resources,
    read: (target, withMemberships) => Effect.map(resources.read(target, withMemberships), resource),
    list: (query) =>
      Effect.map(resources.list(query), (page) => ({ ...page, resources: page.resources.map(resource) })),
    walk: (query) =>
      Effect.map(resources.walk(query), (part) => ({ ...part, resources: part.resources.map(resource) })),
    change,
  };
};
