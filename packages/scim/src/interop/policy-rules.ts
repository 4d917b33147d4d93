// What one organisation's clients may do and another's may not: one entry a behaviour, with whoever needs it and the profiles
// that have it. Code asks a policy for the name; it never asks which client is calling.

/** Named policies: what identity providers really send, the letter of the RFCs, and draft-zollner-scim-interop-profile-02. */
export const PROFILE_NAMES = ['interop', 'strict', 'zollner-02'] as const;

/** Name of a policy. */
export type ProfileName = (typeof PROFILE_NAMES)[number];

interface LeniencyEntry {
  /** What the server does when the leniency is on, and instead of what. */
  readonly summary: string;
  /** Who needs it, by name. */
  readonly clients: readonly string[];
  /** The profiles that have it. */
  readonly profiles: readonly ProfileName[];
  /** Name of the case in `test/profiles/cases` that shows the difference. */
  readonly fixture: string;
}

/** A deviation from the letter of the RFCs: the default profile has it. */
const deviation = (fixture: string, summary: string, ...clients: readonly string[]): LeniencyEntry => ({
  summary,
  clients,
  profiles: ['interop'],
  fixture,
});

/** A freedom that the RFCs give and that the draft takes away. */
const freedom = (fixture: string, summary: string): LeniencyEntry => ({
  summary,
  clients: ['whoever follows the RFCs'],
  profiles: ['interop', 'strict'],
  fixture,
});

/** All leniencies with their meaning. */
export const POLICY_RULES = {
  coerceBooleans: deviation(
    'booleans-as-text',
    'The strings true and false, in any case, are booleans where the schema wants one, in filters too.',
    'Entra ID',
  ),
  coerceScalars: deviation(
    'text-from-number',
    'Numbers and booleans become strings where the schema wants one; numeric strings numbers; numbers in filters, too.',
    'Okta',
  ),
  wrapValues: deviation(
    'manager-as-string',
    'A bare text where an object or a list is due is wrapped; a list of one where a single value is due is unwrapped.',
    'Entra ID',
    'Okta',
    'SCIM-SDK client',
  ),
  parseJsonText: deviation(
    'json-text',
    'A text of JSON where a list or an object is due is read as what it says; one that says something else is refused.',
    'SCIM-SDK client',
    'Keycloak',
  ),
  unwrapNamedValue: deviation(
    'attribute-named-in-value',
    'The value of a PATCH operation may be an object that has the attribute of the path as its only member.',
    'Salesforce',
  ),
  urnKeysInBody: deviation(
    'urn-keys-in-body',
    'Core attributes may stand under the URN of their schema, single attributes under their whole URN, in any body.',
    'Entra ID',
  ),
  ignoreUnknownAttributes: deviation(
    'unknown-attribute',
    'Attributes no schema names are left out of a body, and PATCH operations with their paths skipped, instead of refused.',
    'Okta',
    'Entra ID',
  ),
  ignoreForeignSchemas: deviation(
    'foreign-schemas',
    'Unknown or missing URNs in `schemas` are not held against a body.',
    'OneLogin',
    'Google',
    'Entra ID',
  ),
  ignoreReadOnlyInPatch: deviation(
    'group-id-in-value',
    'readOnly attributes in the value of a PATCH without path are ignored.',
    'Okta',
    'authentik',
  ),
  emptyStringUnassigns: deviation('empty-text', 'An empty string unassigns an optional attribute.', 'Okta', 'Entra ID'),
  repairPrimary: deviation(
    'two-primaries',
    'Of several values with primary true in a body the last one stays primary.',
    'Okta',
  ),
  dropBareLabels: deviation(
    'label-without-value',
    'An element from which a PATCH takes its value goes as a whole when only type, primary and display would be left.',
    'Entra ID',
  ),
  dropStaleNames: deviation(
    'manager-changes',
    'When the value of a complex attribute is replaced, $ref, display and displayName of the former value go with it.',
    'SCIM-SDK client',
  ),
  anyCaseOperations: deviation(
    'capital-operations',
    'PATCH op and the keys of message envelopes are read in any case.',
    'Entra ID',
  ),
  emptyOperations: deviation(
    'no-operations',
    'A PATCH without any operation changes nothing instead of being refused.',
    'Microsoft SCIM validator',
  ),
  filterSingleValues: deviation(
    'filter-on-single-value',
    'The filter of a PATCH path may select the one value of a single-valued complex attribute.',
    'Entra ID',
  ),
  pathKeysInValue: deviation(
    'dotted-keys',
    'Keys of a PATCH value without path may be attribute paths: dotted, filtered, with URN.',
    'Entra ID',
  ),
  removeListedValues: deviation(
    'remove-with-values',
    'A value in a remove operation selects what is removed.',
    'Entra ID',
    'JumpCloud',
  ),
  createOnFilterMiss: deviation(
    'filter-without-match',
    'A filtered PATCH path without a match creates the element from the eq terms.',
    'Entra ID',
  ),
  skipUnknownMembers: deviation(
    'unknown-member',
    'Members the organisation does not know are skipped and reported instead of refused.',
    'Okta',
    'Entra ID',
  ),
  uniqueGroupNames: deviation(
    'same-group-name',
    'displayName of groups is unique in the organisation.',
    'Okta',
    'Entra ID',
  ),
  bareFilterValues: deviation(
    'bare-filter-value',
    'A filter value without quotes that is no JSON literal is a string.',
    'Entra ID',
  ),
  bareExtensionNames: deviation(
    'extension-name-in-filter',
    'Filters and PATCH may name an attribute of an extension without its URN, where no other attribute has the name.',
    'Entra ID',
    'SCIM-SDK client',
  ),
  ignoreUnreadableNames: deviation(
    'unreadable-name',
    'What is no attribute path in attributes and excludedAttributes is left out instead of refused.',
    'Microsoft SCIM collection',
  ),
  patchWithoutPath: freedom(
    'pathless-patch',
    'A PATCH operation without path writes the attributes that its value names.',
  ),
  mergeOnReplace: freedom(
    'replace-complex',
    'A replace of a complex attribute changes the sub-attributes that it names and keeps the others.',
  ),
  selectWholeElements: freedom(
    'whole-element-path',
    'A PATCH path may end in a filter, which selects elements as a whole.',
  ),
  writeSeveralMatches: freedom(
    'several-matches',
    'A PATCH path whose filter selects several elements writes all of them.',
  ),
  filterByPost: freedom('filter-by-post', 'A query by POST may have a filter.'),
  unknownIsInvalidValue: freedom(
    'unknown-path',
    'An unknown attribute that is refused is an invalid value, not an invalid syntax.',
  ),
} as const satisfies Readonly<Record<string, LeniencyEntry>>;

/** Name of a leniency. */
export type PolicyRule = keyof typeof POLICY_RULES;

/** Which leniencies an organisation is served with. */
export type InteropPolicy = Readonly<Record<PolicyRule, boolean>>;

const policyOf = (profile: ProfileName): InteropPolicy => {
  const rows = Object.entries<LeniencyEntry>(POLICY_RULES).map(
    ([name, { profiles }]) => [name, profiles.includes(profile)] as const,
  );
  // Object.fromEntries forgets the keys; they are those of POLICY_RULES by construction.
  return Object.fromEntries(rows) as InteropPolicy;
};

/** The default profile: what identity providers really send works. */
export const interopPolicy: InteropPolicy = policyOf('interop');

/** The letter of the RFCs. */
export const strictPolicy: InteropPolicy = policyOf('strict');

/** The interoperability draft, draft-zollner-scim-interop-profile-02, which allows less than the RFCs. */
export const zollner02Policy: InteropPolicy = policyOf('zollner-02');

/** Whether a policy is the draft's in every point, so that a service may call itself conformant. */
export const isZollner02 = (policy: InteropPolicy): boolean =>
  Object.entries(zollner02Policy).every(([name, on]) => policy[name as PolicyRule] === on);
