// Results of the referee that are expected not to be a success, each with what the RFC says against the check.

/** An expected deviation: the check, a text of its reason, and why we answer as we do. */
export interface Deviation {
  readonly check: string;
  readonly reason: string;
  readonly source: string;
}

const display =
  'The check wants the members back exactly as they were sent and takes a readOnly sub-attribute that the server fills for a ' +
  'fault. RFC 7643 section 7 says of returned: "The attribute is returned by default in all SCIM operation responses where ' +
  'attribute values are returned", and the group of RFC 7643 section 8.4 shows the display of its members.';

/** All of them; a run with others, or without one of these, fails. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    check: 'check_add_attribute',
    reason: "Attribute 'members' was not added or has unexpected value",
    source: display,
  },
  {
    check: 'check_replace_attribute',
    reason: "Attribute 'members' was not replaced or has unexpected value",
    source: display,
  },
];
