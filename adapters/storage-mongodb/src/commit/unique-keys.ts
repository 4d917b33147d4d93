// What becomes of a write that a unique index refused.
import type { Complex } from '@looop-scim/scim/attribute';
import type { Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { UniqueKey } from '@looop-scim/provisioning/ports';
import { taken } from '@looop-scim/provisioning/storage-support';
import type { Collections, ResourceDocument } from '../collections.ts';
import { uniqueValue } from '../encoding/lookup-values.ts';
import type { Unfinished } from './pending-effects.ts';

/** The resource that was to be written. */
export interface KeyOwner {
  readonly organisation: OrganisationId;
  readonly _id: string;
  readonly id: string;
  readonly type: ResourceType;
}

/** All values of a resource that must be unique: its id first, so that there is one. */
export const keysOf = ({ id, type }: Pick<KeyOwner, 'id' | 'type'>, keys: readonly UniqueKey[]): readonly string[] => [
  `#${id}`,
  ...keys.map(({ attribute, key }) => uniqueValue(type.name, attribute, key)),
];

type Holder = Pick<ResourceDocument, '_id' | 'o' | 'id' | 'type' | 'keys' | 'intent' | 'document'>;

/** Finds out which key another resource holds; undefined when the write may succeed if it is tried again. */
export type FindTakenKey = (owner: KeyOwner, keys: readonly UniqueKey[]) => Promise<Uniqueness | undefined>;

/** Makes this function. `finish` finishes a deletion, so that the resource gives its names back. */
export const makeFindTakenKey =
  ({ resources }: Collections, finish: (unfinished: Unfinished) => Promise<void>): FindTakenKey =>
  async ({ organisation, _id, type }, keys) => {
    const values = keys.map(({ attribute, key }) => uniqueValue(type.name, attribute, key));
    const holders = await resources
      .find({ o: organisation, keys: { $in: values }, _id: { $ne: _id } })
      .project<Holder>({ o: 1, id: 1, type: 1, keys: 1, intent: 1, document: 1 })
      .toArray();
    const deleting = holders.filter((holder) => holder.type === '');
    for (const { intent, ...holder } of deleting) if (intent !== undefined) await finish({ ...holder, intent });
    const living = holders.filter((holder) => holder.type !== '');
    for (const [index, key] of keys.entries()) {
      const holder = living.find((one) => one.keys.includes(values[index] ?? ''));
      if (holder === undefined) continue;
      const document: Complex = JSON.parse(holder.document);
      return taken(type.name, key, { id: holder.id, document });
    }
    return undefined;
  };
