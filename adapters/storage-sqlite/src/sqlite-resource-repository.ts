// The users and groups of one organisation on SQLite: reads at once, writes through the queue.
import { ResourceNotFound } from '@looop-scim/scim/errors';
import type { OrganisationId, ResourceRepository } from '@looop-scim/provisioning';
import * as Result from 'effect/Result';
import type { Reader } from './reader.ts';
import { makeListResources } from './resource-list.ts';
import type { ResourceTables } from './resource-tables.ts';
import { makeResourceWriter } from './resource-writer.ts';
import type { WriteQueue } from './write-queue.ts';

/** Makes the function that hands out repositories; each costs nothing. */
export const makeSqliteResourceRepositories = (
  tables: ResourceTables,
  { reader, writes }: { readonly reader: Reader; readonly writes: WriteQueue },
): ((organisation: OrganisationId) => ResourceRepository) => {
  const writer = makeResourceWriter(tables);
  const list = makeListResources(tables);
  const { findRow, tenants, toResources, typeOf } = tables;

  return (organisation) => ({
    read: ({ resourceType, id }, withMemberships) =>
      reader.read(() => {
        const type = typeOf(resourceType);
        const tenant = tenants.find(organisation);
        const row = tenant === undefined ? undefined : findRow(tenant, resourceType, id);
        const [resource] = row === undefined ? [] : toResources(type, [row], withMemberships);
        return resource === undefined
          ? Result.fail(new ResourceNotFound({ resourceType, id }))
          : Result.succeed(resource);
      }),
    list: (query) => reader.read(() => Result.succeed(list(tenants.find(organisation), query))),
    create: (target, write) => writes.submit(() => writer.create(organisation, target, write)),
    change: (target, decide) => writes.submit(() => writer.change(organisation, target, decide)),
  });
};
