// The users and groups of one organisation on SQLite: reads at once, writes through the queue.
import { ResourceNotFound } from '@looop-scim/scim/errors';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { ResourceRepository, ResourceTarget } from '@looop-scim/provisioning/ports';
import type { BoundSchema } from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import type { Reader } from './reader.ts';
import { makeListResources } from './resource-list.ts';
import type { ResourceTables } from './resource-tables.ts';
import { makeResourceWriter } from './resource-writer.ts';
import type { Tenant } from './tenants.ts';
import { makeWalks } from './walk.ts';
import { withinLimits } from './work-meter.ts';
import type { WriteQueue } from './write-queue.ts';

// `(SELECT ?)` and `+?`: see `unplanned`.
const BEHIND_MAPPING = `SELECT id FROM resources INDEXED BY resources_by_mapping
  WHERE tenant = (SELECT ?) AND type = 'User' AND mapping_version < ? LIMIT +?`;

/** Makes the function that hands out repositories; each costs nothing. */
export const makeSqliteResourceRepositories = (
  tables: ResourceTables,
  { reader, writes }: { readonly reader: Reader; readonly writes: WriteQueue },
): ((organisation: OrganisationId, schema: BoundSchema) => ResourceRepository) => {
  const writer = makeResourceWriter(tables);
  const list = makeListResources(tables);
  const walks = makeWalks(tables.connection);
  const behindMapping = tables.connection.prepare<[Tenant, number, number], string>(BEHIND_MAPPING).pluck();
  const { findResource, meter, tenants, withMemberships } = tables;

  const find = (organisation: OrganisationId, { resourceType, id }: ResourceTarget) => {
    const tenant = tenants.find(organisation);
    const found = tenant === undefined ? undefined : findResource(tenant, resourceType, id);
    return found === undefined ? Result.fail(new ResourceNotFound({ resourceType, id })) : Result.succeed(found);
  };

  return (organisation, schema) => ({
    read: (target, memberships) => {
      const type = schema.typeOf(target.resourceType);
      if (!memberships || type.membership === undefined) {
        return reader.bounded.readOnce(() => Result.map(find(organisation, target), ({ resource }) => resource));
      }
      return reader.bounded.read(() =>
        Result.map(find(organisation, target), (found) => {
          const [resource = found.resource] = withMemberships(type, [found]);
          return resource;
        }),
      );
    },
    list: (query) => reader.bounded.read(() => Result.succeed(list(tenants.find(organisation), schema, query))),
    walk: (query) => reader.readOnce(() => Result.succeed(walks.resources(tenants.find(organisation), query))),
    walkMembers: (query) => reader.readOnce(() => Result.succeed(walks.members(tenants.find(organisation), query))),
    behindMapping: (version, limit) =>
      reader.readOnce(() => {
        const tenant = tenants.find(organisation);
        return Result.succeed(tenant === undefined ? [] : behindMapping.all(tenant, version, limit));
      }),
    create: (target, write) =>
      writes.submit(() => withinLimits(meter, () => writer.create({ organisation, schema }, target, write))),
    change: (target, decide) =>
      writes.submit(() => withinLimits(meter, () => writer.change({ organisation, schema }, target, decide))),
    refresh: (step) => writes.submit(() => Result.succeed(writer.refresh({ organisation, schema }, step))),
  });
};
