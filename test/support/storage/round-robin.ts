// Several storages on one database as one: calls for users and groups go round among them, as a load balancer sends requests.
import type { OrganisationStorage, Storage } from '@looop-scim/provisioning/ports';

/** Sends calls round among storages; organisations and tokens are looked after by the first one. */
export const roundRobin = (storages: readonly Storage[]): Storage => {
  const [first] = storages;
  if (first === undefined) throw new Error('there is no storage');
  if (storages.length === 1) return first;
  let turn = 0;
  return {
    ...first,
    forOrganisation: (id, schema) => {
      const all = storages.map((storage) => storage.forOrganisation(id, schema));
      const next = (): OrganisationStorage => {
        turn += 1;
        const taken = all[turn % all.length];
        if (taken === undefined) throw new Error('there is no storage');
        return taken;
      };
      return {
        resources: {
          read: (...given) => next().resources.read(...given),
          list: (...given) => next().resources.list(...given),
          walk: (...given) => next().resources.walk(...given),
          refresh: (...given) => next().resources.refresh(...given),
          walkMembers: (...given) => next().resources.walkMembers(...given),
          create: (...given) => next().resources.create(...given),
          change: (...given) => next().resources.change(...given),
          behindMapping: (...given) => next().resources.behindMapping(...given),
        },
        activity: {
          append: (...given) => next().activity.append(...given),
          page: (...given) => next().activity.page(...given),
          countByHour: (...given) => next().activity.countByHour(...given),
          after: (...given) => next().activity.after(...given),
        },
        events: {
          after: (...given) => next().events.after(...given),
          last: () => next().events.last(),
          oldest: () => next().events.oldest(),
        },
        earlierEvents: { after: (...given) => next().earlierEvents.after(...given) },
        revisions: {
          append: (...given) => next().revisions.append(...given),
          newest: (...given) => next().revisions.newest(...given),
          read: (...given) => next().revisions.read(...given),
          page: (...given) => next().revisions.page(...given),
        },
        records: {
          read: (...given) => next().records.read(...given),
          write: (...given) => next().records.write(...given),
          remove: (...given) => next().records.remove(...given),
          page: (...given) => next().records.page(...given),
        },
      };
    },
  };
};
