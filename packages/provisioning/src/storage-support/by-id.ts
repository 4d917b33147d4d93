/** The order of every list of resources and memberships: by id, as UTF-16 units; ids are ASCII. */
export const byId = (left: { readonly id: string }, right: { readonly id: string }): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
