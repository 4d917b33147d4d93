// Brings resources that were stored under an older schema up to the newer one, each by a compare-and-set on its own document.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { RefreshStep } from '@looop-scim/provisioning/ports';
import type { BoundSchema } from '@looop-scim/provisioning/storage-support';
import type { Complex } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Collection } from 'mongodb';
import type { ResourceDocument } from '../collections.ts';
import { storedBefore } from '../filter/index-ranges.ts';
import { documentFields } from '../resource-documents.ts';

/** The document of a resource, once nothing of earlier writes is pending; undefined when there is no such resource any more. */
type FindFinished = (
  organisation: OrganisationId,
  id: string,
  type: ResourceType,
) => Promise<ResourceDocument | undefined>;

/** Makes the step. A resource that another write changes at the same time is left to the next step. */
export const makeRefresh =
  (resources: Collection<ResourceDocument>, findFinished: FindFinished) =>
  async (
    { organisation: o, schema }: { readonly organisation: OrganisationId; readonly schema: BoundSchema },
    { resourceType, limit, revise }: RefreshStep,
  ): Promise<number> => {
    const type = schema.typeOf(resourceType);
    const behind = await resources
      .find({ o, type: type.name, $or: [...storedBefore(schema.refreshBelow)] })
      .limit(limit)
      .toArray();
    const updates = [];
    for (const stored of behind) {
      const current = stored.intent === undefined ? stored : await findFinished(o, stored.id, type);
      if (current === undefined) continue;
      // Written by `documentFields`, never by anybody else.
      const fields = documentFields(schema, type, revise(JSON.parse(current.document) as Complex));
      const { _id, rev } = current;
      updates.push({ updateOne: { filter: { _id, o, rev }, update: { $set: fields, $inc: { rev: 1 } } } });
    }
    if (updates.length > 0) await resources.bulkWrite(updates, { ordered: false });
    return behind.length;
  };
