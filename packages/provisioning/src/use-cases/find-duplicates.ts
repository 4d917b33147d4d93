// People who are probably the same person: they share a user name or an e-mail address. A part of the people is looked at a time,
// and everybody else is looked up by the indexes of user names and addresses.
import * as Effect from 'effect/Effect';
import { comparable, resolveAttribute, type Complex, type Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { typeNamed } from './directory-parts.ts';

/** People whom one call looks at. */
const LOOKED_AT = 200;
/** Values that one query looks up: each is compared with user names and with addresses. */
const LOOKED_UP = 25;
/** People who may share the values of one query. */
const MOST_FOUND = 1000;
/** People who are listed of those who share a value. */
const MOST_NAMED = 10;
const MAX_CHARACTERS = 4_000_000;

/** One of the people who share a value. */
export interface Sharer {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  /** Whether an identity provider has given the person an id of its own. */
  readonly isManaged: boolean;
}

/** A value that several people have. */
export interface SharedValue {
  /** In lower case. */
  readonly value: string;
  /** How many people have it. */
  readonly count: number;
  /** In the order of their ids; at most 10. */
  readonly people: readonly Sharer[];
}

/** What a part of the people share with anybody. */
export interface SharedValues {
  /** How many people were looked at. */
  readonly people: number;
  /** How many of them are active and managed by no identity provider. */
  readonly unmanaged: number;
  /** Each value is in the part of the first of those who have it. */
  readonly shared: readonly SharedValue[];
  /** Whether some values are shared by more people than can be looked at. */
  readonly isPartial: boolean;
  /** Id at which the next part begins; absent at the end. */
  readonly next?: string;
}

const addressesOf = ({ emails }: Complex): readonly string[] => {
  if (!Array.isArray(emails)) return [];
  return emails.flatMap((email) =>
    typeof email === 'object' && 'value' in email && typeof email.value === 'string' ? [email.value] : [],
  );
};

/** User name and addresses, as they are compared. */
const keysOf = ({ document }: Resource): ReadonlySet<string> => {
  const { userName } = document;
  const texts = [...(typeof userName === 'string' ? [userName] : []), ...addressesOf(document)];
  return new Set(texts.map((text) => text.toLowerCase()));
};

const sharerOf = ({ id, document: { userName, active, externalId } }: Resource): Sharer => ({
  id,
  userName: typeof userName === 'string' ? userName : id,
  active: active !== false,
  isManaged: externalId !== undefined,
});

/** Whoever has one of the values as user name or as address. */
const makeHolders = (type: ResourceType) => {
  const attributes = ['userName', 'emails.value'].map((path) => {
    const attribute = resolveAttribute(type, path);
    if (attribute === undefined) throw new TypeError(`The resource type ${type.name} has no ${path}`);
    return attribute;
  });
  return (values: readonly string[]): BoundFilter => ({
    kind: 'or',
    operands: values.flatMap((value) =>
      attributes.map((attribute) => ({
        ...({ kind: 'compare', operator: 'eq', attribute } as const),
        value: comparable(attribute.definition, value),
      })),
    ),
  });
};

/** Those who have a value, by value; in the order of their ids, in which a query lists them. */
type Holders = Map<string, Map<string, Sharer>>;

const note = (holders: Holders, resource: Resource, values: ReadonlySet<string>): void => {
  for (const key of keysOf(resource)) {
    if (!values.has(key)) continue;
    const known = holders.get(key) ?? new Map<string, Sharer>();
    holders.set(key, known.set(resource.id, sharerOf(resource)));
  }
};

/** Makes the search in one organisation: of the people from an id on, absent from the first one. */
export const makeDuplicateSearch = ({
  registry,
  resources,
}: {
  readonly registry: SchemaRegistry;
  readonly resources: Pick<ResourceRepository, 'list' | 'walk'>;
}) => {
  const type = typeNamed(registry, 'User');
  const holdersOf = makeHolders(type);

  /** Notes whoever has one of the values; whether these are all. */
  const lookUp = (holders: Holders, values: readonly string[]): Effect.Effect<boolean, StorageUnavailable> => {
    const query = { resourceType: type.name, offset: 0, limit: MOST_FOUND, withMemberships: false };
    return resources.list({ ...query, filter: holdersOf(values) }).pipe(
      Effect.map(({ total, resources: found }) => {
        const wanted = new Set(values);
        for (const resource of found) note(holders, resource, wanted);
        return found.length === total;
      }),
      Effect.catchTag('TooMany', () => Effect.succeed(false)),
    );
  };

  return Effect.fnUntraced(function* (from?: string): Effect.fn.Return<SharedValues, StorageUnavailable> {
    const { resources: people, next } = yield* resources.walk({
      resourceType: type.name,
      limit: LOOKED_AT,
      maxCharacters: MAX_CHARACTERS,
      ...(from !== undefined && { from }),
    });
    const values = [...new Set(people.flatMap((person) => [...keysOf(person)]))];
    const holders: Holders = new Map();
    let isWhole = true;
    for (let at = 0; at < values.length; at += LOOKED_UP) {
      isWhole = (yield* lookUp(holders, values.slice(at, at + LOOKED_UP))) && isWhole;
    }
    const own = new Set(people.map(({ id }) => id));
    const shared = [...holders]
      .map(([value, found]) => ({ value, people: [...found.values()] }))
      .filter(({ people: [first, ...others] }) => first !== undefined && others.length > 0 && own.has(first.id))
      .map(({ value, people: all }) => ({ value, count: all.length, people: all.slice(0, MOST_NAMED) }));
    const unmanaged = people.map(sharerOf).filter(({ active, isManaged }) => active && !isManaged).length;
    return { people: people.length, unmanaged, shared, isPartial: !isWhole, ...(next !== undefined && { next }) };
  });
};
