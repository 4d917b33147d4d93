// What the pages read of an address behind `?`. Whatever else stands there is left out.

type Search = Readonly<Record<string, unknown>>;

/** A text that is not empty. The router reads numbers and words such as true as what they are: here they are texts. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Reads texts. */
export const textSearch =
  <const Name extends string>(names: readonly Name[]) =>
  (search: Search): { readonly [Key in Name]?: string } => {
    const found = names.flatMap((name) => {
      const value = textOf(search[name]);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(found) as { readonly [Key in Name]?: string };
  };

/** Reads which part of a page is open. */
export const tabSearch =
  <const Tab extends string>(tabs: readonly Tab[]) =>
  ({ tab: named }: Search): { readonly tab?: Tab } => {
    const tab = tabs.find((one) => one === named);
    return tab === undefined ? {} : { tab };
  };
