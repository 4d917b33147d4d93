// The record that the learning platform works with: its fields, their types, and how two profiles differ.

/** Types of profile fields. */
export const FIELD_TYPES = ['string', 'boolean', 'stringList'] as const;

/** Type of a profile field. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** A value of a profile field. */
export type ProfileValue = string | boolean | readonly string[];

/** A field of the profile. */
export interface ProfileField {
  /** As an attribute name of RFC 7643 section 2.1: letters, digits, `-` and `_`, a letter first. */
  readonly name: string;
  readonly type: FieldType;
}

/** Values by field; a field without a value is absent. */
export interface Profile {
  readonly [field: string]: ProfileValue;
}

const text = (name: string): ProfileField => ({ name, type: 'string' });

/** The fields that every organisation has. `manager` is the text that the identity provider sent, not a person. */
export const STANDARD_FIELDS: readonly ProfileField[] = [
  ...['username', 'givenName', 'familyName', 'displayName', 'email'].map(text),
  { name: 'active', type: 'boolean' },
  ...['locale', 'timezone', 'title', 'area', 'department', 'location', 'position'].map(text),
  ...['custom1', 'custom2', 'custom3'].map(text),
  ...['employeeNumber', 'costCenter', 'division', 'organization', 'manager'].map(text),
];

/** Whether a value is a list of texts. */
export const isTextList = (value: ProfileValue | undefined): value is readonly string[] => Array.isArray(value);

/** The type that a value has. */
export const typeOfValue = (value: ProfileValue): FieldType => {
  if (isTextList(value)) return 'stringList';
  return typeof value === 'boolean' ? 'boolean' : 'string';
};

/** Whether two values are the same; lists element by element. */
const sameProfileValue = (left: ProfileValue | undefined, right: ProfileValue | undefined): boolean => {
  if (!isTextList(left) || !isTextList(right)) return left === right;
  return left.length === right.length && left.every((element, index) => element === right[index]);
};

/** One field that differs; `before` or `after` is absent when the field had or has no value. */
export interface ProfileChange {
  readonly field: string;
  readonly before?: ProfileValue;
  readonly after?: ProfileValue;
}

const valueOf = (profile: Profile, field: string): ProfileValue | undefined =>
  Object.hasOwn(profile, field) ? profile[field] : undefined;

/**
 * The fields in which two profiles differ: those of `after` in its order, then those that went, in the order of `before`. Empty
 * exactly when the profiles are the same.
 */
export const profileDifference = (before: Profile, after: Profile): readonly ProfileChange[] =>
  [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((field) => {
    const [was, is] = [valueOf(before, field), valueOf(after, field)];
    if (sameProfileValue(was, is)) return [];
    return [{ field, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
