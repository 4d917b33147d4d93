// Every deviation from the letter of the RFCs that some client needs: one entry a leniency, with the client that needs it.
// Code asks a policy for the name; it never asks which client is calling.

interface LeniencyEntry {
  /** What the server does when the leniency is on, and instead of what. */
  readonly summary: string;
  /** Clients that need it, by name. */
  readonly clients: readonly string[];
  /** Whether the default profile has it. */
  readonly interop: boolean;
}

const entry = (summary: string, ...clients: readonly string[]): LeniencyEntry => ({ summary, clients, interop: true });

/** All leniencies with their meaning. The `strict` profile has none of them. */
export const LENIENCIES = {
  coerceBooleans: entry(
    'The strings true and false, in any case, are booleans where the schema wants one.',
    'Entra ID',
  ),
  coerceScalars: entry(
    'Numbers and booleans become strings where the schema wants one; numeric strings numbers.',
    'Okta',
  ),
  wrapValues: entry(
    'A bare value where an object or a list is due is wrapped; a list of one where a single value is due is unwrapped.',
    'Entra ID',
    'Okta',
    'SCIM-SDK client',
  ),
  ignoreUnknownAttributes: entry(
    'Attributes no schema names are left out of a body instead of refused.',
    'Okta',
    'Entra ID',
  ),
  ignoreForeignSchemas: entry(
    'Unknown or missing URNs in `schemas` are not held against a body.',
    'OneLogin',
    'Google',
    'Entra ID',
  ),
  ignoreReadOnlyInPatch: entry(
    'readOnly attributes in the value of a PATCH without path are ignored.',
    'Okta',
    'authentik',
  ),
  emptyStringUnassigns: entry('An empty string unassigns an optional attribute.', 'Okta', 'Entra ID'),
  repairPrimary: entry('Of several values with primary true in a body the last one stays primary.', 'Okta'),
  anyCaseOperations: entry('PATCH op and the keys of message envelopes are read in any case.', 'Entra ID'),
  pathKeysInValue: entry(
    'Keys of a PATCH value without path may be attribute paths: dotted, filtered, with URN.',
    'Entra ID',
  ),
  removeListedValues: entry('A value in a remove operation selects what is removed.', 'Entra ID', 'JumpCloud'),
  createOnFilterMiss: entry('A filtered PATCH path without a match creates the element from the eq terms.', 'Entra ID'),
  skipUnknownMembers: entry(
    'Members the organisation does not know are skipped and reported instead of refused.',
    'Okta',
    'Entra ID',
  ),
  uniqueGroupNames: entry('displayName of groups is unique in the organisation.', 'Okta', 'Entra ID'),
  bareFilterValues: entry('A filter value without quotes that is no JSON literal is a string.', 'Entra ID'),
} as const satisfies Readonly<Record<string, LeniencyEntry>>;

/** Name of a leniency. */
export type Leniency = keyof typeof LENIENCIES;

/** Which leniencies an organisation is served with. */
export type InteropPolicy = Readonly<Record<Leniency, boolean>>;

const policyOf = (decide: (row: LeniencyEntry) => boolean): InteropPolicy => {
  const rows = Object.entries(LENIENCIES).map(([name, row]) => [name, decide(row)] as const);
  // Object.fromEntries forgets the keys; they are those of LENIENCIES by construction.
  return Object.fromEntries(rows) as InteropPolicy;
};

/** The default profile: what identity providers really send works. */
export const interopPolicy: InteropPolicy = policyOf((row) => row.interop);

/** The letter of the RFCs. */
export const strictPolicy: InteropPolicy = policyOf(() => false);
