// An organisation is a tenant: its own users, groups, tokens and interop policy.
import {
  interopPolicy,
  strictPolicy,
  zollner02Policy,
  type InteropPolicy,
  type PolicyRule,
  type ProfileName,
} from '@looop-scim/scim/interop';

/** Id of an organisation; only the composition root and operators' tools ever hold one. */
export type OrganisationId = string & { readonly OrganisationId: unique symbol };

/** Brands a text that a storage or an id generator handed out as an organisation's id. */
export const organisationId = (text: string): OrganisationId => text as OrganisationId;

/** Named interop policies. */
export const INTEROP_PROFILES: Readonly<Record<ProfileName, InteropPolicy>> = {
  interop: interopPolicy,
  strict: strictPolicy,
  'zollner-02': zollner02Policy,
};

/** An organisation as operators keep it. */
export interface Organisation {
  readonly id: OrganisationId;
  /** Unique, 1 to 63 characters: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Looop's support switches SCIM on and off per organisation. */
  readonly scimEnabled: boolean;
  readonly profile: ProfileName;
  /** Single leniencies set apart from the profile. */
  readonly leniencies: Partial<Readonly<Record<PolicyRule, boolean>>>;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** The policy that an organisation is served with: its profile, with single leniencies set apart. */
export const policyOf = (organisation: Pick<Organisation, 'profile' | 'leniencies'>): InteropPolicy => ({
  ...INTEROP_PROFILES[organisation.profile],
  ...organisation.leniencies,
});

/** How the policy of an organisation is called: its profile, with an asterisk when single leniencies are set apart. */
export const policyNameOf = ({ profile, leniencies }: Pick<Organisation, 'profile' | 'leniencies'>): string =>
  `${profile}${Object.keys(leniencies).length === 0 ? '' : '*'}`;

const isNameCharacter = (character: string): boolean =>
  (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character === '-';

/** Whether the text can name an organisation: 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last. */
export const isOrganisationName = (text: string): boolean =>
  text.length >= 1 &&
  text.length <= 63 &&
  !text.startsWith('-') &&
  !text.endsWith('-') &&
  [...text].every(isNameCharacter);
