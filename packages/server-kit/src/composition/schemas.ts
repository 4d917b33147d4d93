// The schema registries of organisations, as far as this process knows them: what somebody else has changed is known soon, what was
// changed here at once.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import QuickLRU from 'quick-lru';
import {
  makeAttributeRepository,
  organisationSchema,
  type OrganisationSchema,
} from '@looop-scim/provisioning/attributes';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SchemaRegistry } from '@looop-scim/scim/schema';

/** For how long a schema is relied on, in milliseconds: with the time that a request takes, others see a change within 5 seconds. */
const MAX_AGE_MS = 4000;

/** Schemas that are kept. */
const MAX_KEPT = 10_000;

/** The schemas of organisations. */
export interface Schemas {
  /** The schema of an organisation, of this version or a newer one; without a version, as it was at most 4 seconds ago. */
  readonly of: (id: OrganisationId, version?: number) => Effect.Effect<OrganisationSchema, StorageUnavailable>;
  /** The schema as it is stored now. */
  readonly newest: (id: OrganisationId) => Effect.Effect<OrganisationSchema, StorageUnavailable>;
  /** Takes in a schema that was saved. */
  readonly learn: (id: OrganisationId, schema: OrganisationSchema) => void;
  /** Calls a function whenever this process has saved the schema of an organisation. */
  readonly onSaved: (listener: (id: OrganisationId) => void) => void;
}

interface Known {
  readonly schema: OrganisationSchema;
  readonly readAt: number;
}

/** Makes the look-up of schemas. One that has not changed stays the same value, so that what was composed with it stays, too. */
export const makeSchemas = (base: SchemaRegistry, forOrganisation: Storage['forOrganisation']): Schemas => {
  const known = new QuickLRU<OrganisationId, Known>({ maxSize: MAX_KEPT });
  const plain = organisationSchema(base, { version: 0, attributes: [] });

  const listeners: ((id: OrganisationId) => void)[] = [];
  const learn: Schemas['learn'] = (id, schema) => {
    const before = known.get(id);
    if (before !== undefined && before.schema.definitions.version > schema.definitions.version) return;
    known.set(id, { schema, readAt: before?.readAt ?? Number.NEGATIVE_INFINITY });
    for (const tell of listeners) tell(id);
  };

  const newest: Schemas['newest'] = Effect.fnUntraced(function* (id: OrganisationId) {
    const readAt = yield* Clock.currentTimeMillis;
    const definitions = yield* makeAttributeRepository(forOrganisation(id).revisions).current();
    const before = known.get(id)?.schema ?? plain;
    const isSame = before.definitions.version >= definitions.version;
    const schema = isSame ? before : organisationSchema(base, definitions);
    known.set(id, { schema, readAt });
    return schema;
  });

  return {
    newest,
    learn,
    onSaved: (listener) => void listeners.push(listener),
    of: Effect.fnUntraced(function* (id: OrganisationId, version?: number) {
      const found = known.get(id);
      if (version !== undefined && found !== undefined && found.schema.definitions.version >= version)
        return found.schema;
      const now = yield* Clock.currentTimeMillis;
      if (version === undefined && found !== undefined && now - found.readAt < MAX_AGE_MS) return found.schema;
      return yield* newest(id);
    }),
  };
};
