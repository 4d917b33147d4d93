/** What several clients need at once, whoever the client is. */
export interface SharedNeed {
  /** `X` and a number. */
  readonly id: string;
  readonly rule: string;
  /** The behaviours that need it. */
  readonly neededBy: readonly string[];
}

const need = (id: string, rule: string, ...neededBy: readonly string[]): SharedNeed => ({ id, rule, neededBy });

/** What every server has to stand. */
export const everyClient: readonly SharedNeed[] = [
  need(
    'X1',
    'Bodies are read as application/scim+json and as application/json, with any charset; no answer is 406.',
    'OKTA-1',
    'OKTA-2',
    'GOOG-1',
    'OL-3',
  ),
  need(
    'X2',
    'Names of attributes, operators, PATCH op, URNs and query parameters match in any case.',
    'ENTRA-4',
    'ENTRA-20',
    'PING-1',
  ),
  need('X3', 'userName matches in any case and is kept as it was sent.', 'OKTA-17', 'ENTRA-9'),
  need('X4', 'A filter that matches nothing is 200 with an empty list.', 'OKTA-15', 'ENTRA-2'),
  need('X5', 'Inactive users are readable, listed and found.', 'OKTA-18', 'OKTA-29', 'ENTRA-10'),
  need('X6', 'active may come as a text; answers have a JSON boolean.', 'ENTRA-13'),
  need(
    'X7',
    'The value of a PATCH without path is merged; its members may be dotted names or names with a URN.',
    'OKTA-27',
    'OKTA-55',
    'ENTRA-14',
  ),
  need(
    'X8',
    'Members are removed by a filter and by a list; removing who is not there is success.',
    'OKTA-56',
    'ENTRA-25',
  ),
  need('X9', 'Adding a member who is there is success.', 'OKTA-67', 'ENTRA-24'),
  need('X10', 'A filtered path without a match makes the element.', 'ENTRA-16'),
  need('X11', 'readOnly and unknown members of bodies are no error.', 'OKTA-25', 'ENTRA-6', 'AK-2'),
  need(
    'X12',
    'Extension objects are read whatever schemas lists; foreign URNs do no harm.',
    'ENTRA-7',
    'OL-2',
    'OKTA-35',
  ),
  need(
    'X13',
    'manager may be an object, a text, null or an empty text, and its value any identifier.',
    'OKTA-37',
    'ENTRA-21',
  ),
  need('X14', 'Every error is a SCIM error.', 'OKTA-9'),
  need('X15', 'Numbers of a list are JSON integers; itemsPerPage is the number of resources returned.', 'OKTA-45'),
  need('X16', 'A page behind the end is 200 and empty, with the true totalResults.', 'OKTA-46'),
  need('X17', 'A second create is 409 uniqueness, never a second resource.', 'OKTA-21', 'ENTRA-5'),
  need('X18', 'attributes and excludedAttributes work on lists, reads and writes.', 'ENTRA-22'),
  need(
    'X19',
    'Trailing ?, & and / are ignored; + and %20 are spaces; quotes may be raw.',
    'OKTA-14',
    'ENTRA-3',
    'OL-1',
  ),
  need('X20', 'Changes of one group at once lose nothing.', 'OKTA-66', 'SP-1'),
];
