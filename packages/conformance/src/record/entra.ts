// What Microsoft Entra ID sends.
import type { ClientBehaviour } from './client-behaviour.ts';

export const entra: readonly ClientBehaviour[] = [
  {
    id: 'ENTRA-1',
    title: 'Content types',
    sends:
      'application/scim+json; charset=utf-8, and wants the same back. The hosted validator also takes application/json.',
    answer: 'application/scim+json.',
    evidence: ['documented', 'observed'],
    seen: 'Microsoft "Develop a SCIM endpoint"; recorded validator runs (pranems/SCIMServer)',
  },
  {
    id: 'ENTRA-2',
    title: 'Test Connection',
    sends: 'A filter on the matching attribute with a random value.',
    answer: '200 with an empty ListResponse. A 404 fails the test and may put the job into quarantine.',
    evidence: ['documented'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-3',
    title: 'Odd URLs',
    sends:
      'Spaces as +, quotes raw, @ as %40. The flag aadOptscim062020 is typed into the tenant URL, so that ?aadOptscim062020 or // may arrive. One published sample has a value without quotes.',
    answer: 'Unknown query parameters and repeated slashes are ignored. A bare word in a filter is a text.',
    evidence: ['reported', 'documented', 'inferred'],
    seen: 'Microsoft Q&A 2238842; Microsoft page on SCIM compatibility',
  },
  {
    id: 'ENTRA-4',
    title: 'Case of attribute names',
    sends:
      'Primary, Department, Manager, UserName, DisplayName in bodies; DisplayName, emails.Value and even ActiVe in filters.',
    answer: 'Names match in any case and are kept in the spelling of the schema.',
    evidence: ['documented', 'reported'],
    seen: "Microsoft's Postman collections; python-scim/scim2-models#39",
  },
  {
    id: 'ENTRA-5',
    title: 'Create',
    sends:
      'Core and enterprise URNs, externalId, userName, active, displayName, emails, name; sometimes addresses, phoneNumbers, an empty roles and meta. No password.',
    answer: '201 with id. Somebody who exists is 409.',
    evidence: ['documented', 'observed'],
    seen: 'Microsoft "Develop a SCIM endpoint"; recorded validator runs',
  },
  {
    id: 'ENTRA-6',
    title: 'Nulls and stray members',
    sends: 'addresses: null, a manager at the top, a misspelt enterprise URN, attributes that nobody knows.',
    answer:
      'null is absence. Unknown members are left out and recorded. A body that is not JSON, or without userName, is 400.',
    evidence: ['documented', 'inferred'],
    seen: "Samples of Microsoft's documentation and Postman collections",
  },
  {
    id: 'ENTRA-7',
    title: 'Custom extension',
    sends:
      'The object of the extension, whose URN schemas does not list. Custom attributes are simple and have one value.',
    answer: 'The object is read all the same.',
    evidence: ['documented'],
    seen: 'Microsoft "Customize attributes"',
  },
  {
    id: 'ENTRA-8',
    title: 'Filters',
    sends:
      'eq, and two eq joined by and, on any matching attribute: emails[type eq "work"].value too. An old check of references compares manager with an id.',
    answer: 'A ListResponse. manager without URN and sub-attribute is manager.value.',
    evidence: ['documented', 'inferred'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-9',
    title: 'Case of values',
    sends: 'Look-ups of users and groups in another case.',
    answer: 'They are found; values come back as they were sent.',
    evidence: ['observed', 'documented'],
    seen: 'Recorded validator runs; Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-10',
    title: 'Inactive users',
    sends: 'Look-ups of users who were deactivated. When they are hidden, a create fails with 409 again and again.',
    answer: 'Filters find them.',
    evidence: ['documented'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-11',
    title: 'Deletion',
    sends:
      'Deactivation when a user is unassigned, disabled or in the recycle bin; DELETE when the user is purged after 30 days, or when the mapping says so.',
    answer: '204, then 404 for a GET and for a second DELETE.',
    evidence: ['documented', 'observed'],
    seen: 'Microsoft "Develop a SCIM endpoint"; recorded validator runs',
  },
  {
    id: 'ENTRA-12',
    title: 'Order of requests',
    sends:
      'A filter, perhaps a GET of a known id, then POST or PATCH. Never PUT. A 404 for a known id starts a new look-up.',
    answer: 'The usual answers.',
    evidence: ['documented', 'inferred'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-13',
    title: 'PATCH without the flag',
    sends: 'Add, Replace and Remove with a capital; one operation an attribute; booleans as "True" and "False".',
    answer: 'The text becomes a boolean: "False" deactivates. The answer has a JSON boolean.',
    evidence: ['documented'],
    seen: 'Microsoft page on SCIM compatibility',
  },
  {
    id: 'ENTRA-14',
    title: 'PATCH with aadOptscim062020',
    sends:
      'Lower case, real booleans, and one operation without path whose members are dotted names or names with a URN. Provision on demand ignores the flag, so that one tenant sends both forms.',
    answer: 'Each member is read as a PATCH path.',
    evidence: ['documented', 'inferred'],
    seen: 'Microsoft page on SCIM compatibility',
  },
  {
    id: 'ENTRA-15',
    title: 'Paths',
    sends:
      'active, name.familyName, emails[type eq "work"].value, addresses[type eq "work"].locality, URN paths of both extensions; once a dot between URN and attribute.',
    answer: 'All are understood.',
    evidence: ['documented', 'observed'],
    seen: "Microsoft's documentation and Postman collections; recorded validator runs",
  },
  {
    id: 'ENTRA-16',
    title: 'Filtered path without a match',
    sends:
      'Add and Replace at an element that is not there, several of them for one element. A 400 loses the whole request, which is repeated for days.',
    answer: 'The element is made from the filter, once for all operations of the same filter.',
    evidence: ['reported', 'observed'],
    seen: 'ssoready/ssoready#249; Captain-P-Goldfish/SCIM-SDK#416; wireapp/wire-server#5419; recorded validator runs',
  },
  {
    id: 'ENTRA-17',
    title: 'Roles',
    sends:
      'roles with primary as "True" in each create of the validator, paths such as roles[primary eq "True"].display, and roles whose value is a JSON text.',
    answer: 'The text becomes a boolean in filters too. Roles are kept as they come.',
    evidence: ['documented', 'observed', 'inferred'],
    seen: 'Microsoft "Develop a SCIM endpoint"; recorded validator runs',
  },
  {
    id: 'ENTRA-18',
    title: 'Add to what has one value',
    sends: 'Add of displayName where there is one.',
    answer: 'The value is replaced.',
    evidence: ['documented'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-19',
    title: 'One operation that cannot be applied',
    sends: 'The same request again and again when one of its operations is refused.',
    answer: 'An attribute that nobody knows is left out and recorded. What is malformed is 400.',
    evidence: ['inferred'],
    seen: 'RFC 7644 section 3.5.2: a PATCH is applied whole or not at all',
  },
  {
    id: 'ENTRA-20',
    title: 'Members of the envelope',
    sends: 'operations in lower case, a name beside op, an id beside Operations.',
    answer: 'Names match in any case; what is not known is ignored.',
    evidence: ['reported', 'documented'],
    seen: "ssoready/ssoready#182; Microsoft's Postman collections",
  },
  {
    id: 'ENTRA-21',
    title: 'Manager',
    sends:
      'A text, a list of one object, an object, or a member named by its URN path. Cleared by an empty text or {"value": ""}. Set in a second pass.',
    answer: 'The answer has an object, or no manager when it was cleared.',
    evidence: ['documented', 'reported', 'observed'],
    seen: 'Captain-P-Goldfish/SCIM-SDK#686; apache/directory-scimple#1242; Budibase/budibase#15369; recorded validator runs',
  },
  {
    id: 'ENTRA-22',
    title: 'Reading groups',
    sends: 'Groups with excludedAttributes=members, by filter and by id.',
    answer: 'Without members, which are not read either.',
    evidence: ['documented', 'observed'],
    seen: 'Microsoft "Develop a SCIM endpoint"; recorded validator runs',
  },
  {
    id: 'ENTRA-23',
    title: 'Create and change of a group',
    sends:
      "No members; a URN of Microsoft's own in schemas; an externalId. Changes by Replace of displayName, or without path.",
    answer: '201; 409 when the name exists; 204 to a PATCH.',
    evidence: ['documented', 'observed'],
    seen: 'Microsoft "Develop a SCIM endpoint"; recorded validator runs',
  },
  {
    id: 'ENTRA-24',
    title: 'Adding members',
    sends: 'Elements with $ref null, with sub-attributes that nobody knows, or as a bare text.',
    answer: 'They are added; who is there already is success.',
    evidence: ['documented', 'reported'],
    seen: "Microsoft's documentation and Postman collections; simpleidserver/SimpleIdServer#245",
  },
  {
    id: 'ENTRA-25',
    title: 'Removing members',
    sends:
      'Remove on members with a list as value; with the flag members[value eq "..."]. Without a value all members are meant.',
    answer: 'A value narrows: only who is listed goes.',
    evidence: ['documented', 'reported'],
    seen: 'Microsoft page on SCIM compatibility; simpleidserver/SimpleIdServer#164; ssoready/ssoready#182',
  },
  {
    id: 'ENTRA-26',
    title: 'Replacing members',
    sends: 'The validator replaces members by a list. A report of partial lists was not confirmed.',
    answer: 'The group has exactly these members.',
    evidence: ['observed'],
    seen: 'Recorded validator runs; PostHog/posthog#47336',
  },
  {
    id: 'ENTRA-27',
    title: 'Members in scope',
    sends: 'Only provisioned users, without those of nested groups. PATCHes of one group may come close together.',
    answer: 'The usual answers.',
    evidence: ['documented'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
    noCase:
      'Which members Entra ID sends is its own affair; changes of one group close together are those of the membership guards.',
  },
  {
    id: 'ENTRA-28',
    title: 'Hosted SCIM Validator',
    sends:
      'About 25 tests that have to pass and 7 in preview: create, duplicate, filters, a PATCH of 36 operations, manager, members, deletion, and the return of values in a PATCH.',
    answer: 'The answers of the other entries. A PATCH of a user is 200 with the resource, since values are compared.',
    evidence: ['observed'],
    seen: 'Recorded validator runs',
  },
  {
    id: 'ENTRA-29',
    title: 'Newer test suite',
    sends: 'The Group schema is looked for, PATCH with null and empty values, paging by five, soft deletion.',
    answer: 'The answers of the other entries.',
    evidence: ['documented', 'reported'],
    seen: 'Descriptions of the Logic App suite',
  },
  {
    id: 'ENTRA-30',
    title: 'Discovery',
    sends: '/Schemas, read by the validator and the portal; an old collection asks for /serviceConfiguration.',
    answer: '/Schemas is complete; what is not there is 404.',
    evidence: ['documented', 'inferred'],
    seen: 'Microsoft "Develop a SCIM endpoint"',
  },
  {
    id: 'ENTRA-31',
    title: 'Errors',
    sends:
      'Repeats what failed with growing gaps and shows the detail in the provisioning log. 401 and a 404 for a look-up may put the job into quarantine.',
    answer: 'A SCIM error with a detail.',
    evidence: ['documented', 'inferred'],
    seen: 'Microsoft pages on quarantine and on how provisioning works',
  },
  {
    id: 'ENTRA-32',
    title: 'Inbound',
    sends:
      'Another product reads from servers: filters with and, or, ge and le on meta.lastModified, startindex in lower case with the value 0.',
    answer: 'Parameters match in any case; 0 means 1.',
    evidence: ['documented'],
    seen: "Microsoft's Postman collection for inbound provisioning",
  },
  {
    id: 'ENTRA-33',
    title: 'Clearing',
    sends:
      'By default nothing for an empty source; with clearing on Replace with an empty text or null, or Remove with the filtered path.',
    answer: 'The attribute has no value afterwards.',
    evidence: ['documented'],
    seen: 'Microsoft pages on how provisioning works and on clearing attributes',
  },
  {
    id: 'ENTRA-34',
    title: 'Change of August 2025',
    sends: 'Users reported other PATCH requests at that time; what changed was never published.',
    answer: 'Refused requests are kept, so that such a change is seen.',
    evidence: ['reported'],
    seen: 'python-scim/scim2-server#13',
    noCase:
      'What changed was never published, so that there is nothing to send; refused requests are kept in the activity.',
  },
];
