// What users of SCIM servers suffered most, and what guards against each of it here.

/** A failure that users of SCIM servers reported, and the check that would have caught it. */
export interface Guard {
  /** Cited as `guard 9`. Never given to another failure. */
  readonly number: number;
  readonly title: string;
  /** What went wrong. */
  readonly failure: string;
  /** What the RFCs ask, and what is decided where they are silent. */
  readonly right: string;
  /** What must hold. */
  readonly guard: string;
  /** Threads as `owner/repository#number`. */
  readonly seen: string;
}

export const guards: readonly Guard[] = [
  {
    number: 1,
    title: 'Changes of one group at once lose members',
    failure:
      'The server reads a group, changes a copy and writes the whole list back, so that the other request is lost, with a 200.',
    right:
      'A PATCH is applied whole; an add never removes (RFC 7644 section 3.5.2). The change is stored, not the list.',
    guard:
      'N clients add N members to one group in any interleaving: all are there. The same with adds and removes against a model.',
    seen: 'fleetdm/fleet#50724; scimmyjs/scimmy#79; Captain-P-Goldfish/scim-for-keycloak#90; BerriAI/litellm#34162',
  },
  {
    number: 2,
    title: 'One member more in a large group takes minutes',
    failure: 'The cost grows with the group and not with the change, until the identity provider gives up and repeats.',
    right:
      '204 is allowed where no attributes are asked for (RFC 7644 section 3.5.2), so that the group need not be read.',
    guard:
      'The cost of one member is the same from a hundred to a hundred thousand, and so is the number of statements.',
    seen: 'wso2-extensions/identity-inbound-provisioning-scim2#178; wso2/product-is#6918, #15154; simpleidserver/SimpleIdServer#570',
  },
  {
    number: 3,
    title: 'A removal with a list empties the group',
    failure: 'The value of a remove is ignored, so that everybody goes; or the request is refused.',
    right:
      'RFC 7644 section 3.5.2.2 gives remove no value. Here a value narrows the removal; one that cannot be read is 400.',
    guard: 'After a remove with a value whoever went was listed in it.',
    seen: 'simpleidserver/SimpleIdServer#164; apache/directory-scimple#436; Captain-P-Goldfish/SCIM-SDK#149; pingidentity/scim2#174',
  },
  {
    number: 4,
    title: 'A removal is answered 200 and does nothing',
    failure: 'The path of the removal is not understood and skipped, so that access stays.',
    right: 'What cannot be applied is 400 invalidPath or invalidFilter (RFC 7644 section 3.5.2.2).',
    guard: 'After every accepted PATCH a GET shows what a model of the PATCH says.',
    seen: 'goauthentik/authentik#24173, #25686; wso2/product-is#7040; simpleidserver/SimpleIdServer#696; langwatch/langwatch#7136',
  },
  {
    number: 5,
    title: 'One organisation sees or changes another',
    failure:
      'A clause is forgotten, a filter with or escapes it, foreign ids are taken as members, a 409 tells of others.',
    right: 'Everything is per organisation; a foreign id is 404 (RFC 7644 sections 3.12 and 6).',
    guard: "No request with one organisation's token changes or shows anything of another, whatever the filter.",
    seen: 'vouch-sh/vouch#310; limosa-io/laravel-scim-server#171; tale-project/tale#2036; PostHog/posthog#49052; zulip/zulip#34398',
  },
  {
    number: 6,
    title: 'Punctuation in filters',
    failure: 'Quotes, backslashes, spaces and brackets in a value break the parser; at worst everything is returned.',
    right: 'A value is a JSON literal (RFC 7644 section 3.4.2.2). A filter that cannot be read is 400 invalidFilter.',
    guard: 'Parsing what was printed gives the same filter, for any text; databases and the evaluator agree.',
    seen: 'Captain-P-Goldfish/SCIM-SDK#913; kanidm/kanidm#3673; wso2/charon#116; NorthlandPositronics/Cogtrix#124',
  },
  {
    number: 7,
    title: 'Case counts where it must not, or does not where it must',
    failure: 'Names of attributes, operators or values are compared wrongly.',
    right: 'Names and operators match in any case; values as caseExact says (RFC 7643 section 2.2).',
    guard:
      'Changing the case of names changes no result; that of values does exactly when caseExact is true; on all storages.',
    seen: 'scimmyjs/scimmy#7; pond/scimitar#37; simpleidserver/SimpleIdServer#489; zulip/zulip#21758; 15five/django-scim2#76',
  },
  {
    number: 8,
    title: 'URNs are cut at the wrong place',
    failure: 'urn:...:2.0:User:department is cut at a dot or at the last colon.',
    right: 'The longest known URN begins the path (RFC 7644 section 3.10).',
    guard: 'Every spelling of an attribute means the same in filters, PATCH, attributes and sortBy.',
    seen: 'apache/directory-scimple#704; thomaspoignant/scim-patch#697; elimity-com/scim#204; rancher/rancher#54871',
  },
  {
    number: 9,
    title: 'replace drops the sub-attributes that were not sent',
    failure: 'replace of name by a givenName loses the familyName.',
    right: 'What is not sent stays (RFC 7644 section 3.5.2.3).',
    guard: 'replace of a complex attribute merges, and equals single replaces one after the other.',
    seen: 'Captain-P-Goldfish/SCIM-SDK#327; simpleidserver/SimpleIdServer#59; scimmyjs/scimmy#10; elimity-com/scim#113',
  },
  {
    number: 10,
    title: 'A filtered path without a match',
    failure: 'One miss fails the whole request of Entra ID.',
    right:
      'A replace is noTarget by RFC 7644 section 3.5.2.3. Here the element is made from the filter, and strict refuses.',
    guard: 'Both are specified; an element that was made satisfies its filter.',
    seen: 'better-auth/better-auth#10682; ssoready/ssoready#228, #249; wireapp/wire-server#5419; thomaspoignant/scim-patch#42',
  },
  {
    number: 11,
    title: 'Booleans as text',
    failure: '"False" is taken for true, refused, or stored as it is.',
    right: 'JSON booleans (RFC 7643 section 2.3.2). Here true and false in any case are read as booleans.',
    guard: 'No boolean is ever stored or answered as a text; "False" deactivates by POST, PUT and PATCH.',
    seen: 'thomaspoignant/scim-patch#872; scimmyjs/scimmy#51; AzureAD/SCIMReferenceCode#21; apache/syncope#581',
  },
  {
    number: 12,
    title: 'null, empty list, empty text and absence',
    failure: 'They are told apart, stored, or refused.',
    right: 'null, an empty list and absence are one state (RFC 7643 section 2.5).',
    guard: 'None of them is stored; replace by null is remove; pr is false for all.',
    seen: 'Captain-P-Goldfish/SCIM-SDK#103; scimmyjs/scimmy#34, #81; pingidentity/scim2#194; simpleidserver/SimpleIdServer#295',
  },
  {
    number: 13,
    title: 'More than one primary',
    failure: 'A second value becomes primary beside the first.',
    right: 'At most one (RFC 7643 section 2.4); a PATCH that sets one unsets the others (RFC 7644 section 3.5.2).',
    guard: 'After any operations at most one is primary: the last one that was set.',
    seen: 'sourcegraph/sourcegraph-public-snapshot#49210; wso2/product-is#3866, #10033; python-scim/scim2-models#116',
  },
  {
    number: 14,
    title: 'Conflicts are 400 or 500',
    failure: 'A duplicate is answered 400, 500, or 409 without scimType; a race ends in a 500.',
    right: '409 uniqueness (RFC 7644 section 3.3), by a unique index and never by a check before the write.',
    guard: 'Of two creates of one name at once, in different case, one is 201 and the other 409.',
    seen: 'getsentry/sentry#117860; FusionAuth/fusionauth-issues#1776; gravitee-io/gravitee-access-management#8290',
  },
  {
    number: 15,
    title: 'Not found, yet already there',
    failure: 'Users that a look-up hides conflict with a create; the identity provider goes round in circles.',
    right: 'What a create conflicts with can be found (RFC 7644 sections 3.3 and 3.4.2).',
    guard: 'After a 409 the filter on userName has exactly one hit.',
    seen: 'Metatavu/keycloak-scim-server#74; getsentry/sentry#72224; onyx-dot-app/onyx#8959',
  },
  {
    number: 16,
    title: 'Numbers of pages',
    failure: 'totalResults is the size of the page, itemsPerPage what was asked for, startIndex ignored.',
    right: 'RFC 7644 sections 3.4.2 and 3.4.2.4.',
    guard: 'Pages one after the other are the whole list, for any startIndex and count.',
    seen: 'wso2/product-is#7320; scimmyjs/scimmy#21, #101; 15five/django-scim2#208; elimity-com/scim#154; PostHog/posthog#51441',
  },
  {
    number: 17,
    title: 'A walk skips people',
    failure: 'Somebody is deleted meanwhile, and the next page begins one too late.',
    right: 'Cursors (RFC 9865).',
    guard: 'Whoever is there throughout a walk is returned exactly once.',
    seen: 'A measurement of Phase Two on Keycloak; elimity-com/scim#208; wso2/product-is#13294; Captain-P-Goldfish/SCIM-SDK#942',
  },
  {
    number: 18,
    title: 'Filters run in memory',
    failure: 'Every user is loaded to find one.',
    right: 'The database filters, by index where identity providers look things up.',
    guard: 'Query plans of these look-ups use an index.',
    seen: 'gristlabs/grist-core#2070; Metatavu/keycloak-scim-server#65; wso2/product-is#9882, #15598',
  },
  {
    number: 19,
    title: 'A filter that is not understood returns everything',
    failure: 'An unknown attribute or a filter that cannot be read is answered 200, with all or nothing.',
    right: '400 invalidFilter (RFC 7644 section 3.4.2.2).',
    guard: 'No filter is answered as if there were none.',
    seen: 'NorthlandPositronics/Cogtrix#124; Metatavu/keycloak-scim-server#46; open-webui/open-webui#21543; Infisical/infisical#1945',
  },
  {
    number: 20,
    title: 'excludedAttributes=members reads them all the same',
    failure: 'Members are loaded and thrown away; or lists never have them.',
    right: 'members is returned by default (RFC 7643 section 7) and left out when asked (RFC 7644 section 3.9).',
    guard: 'No member is read where they are excluded; what is always returned is never left out.',
    seen: 'wso2/product-is#8498; simpleidserver/SimpleIdServer#490; graphql-hive/console#8352',
  },
  {
    number: 21,
    title: 'Deactivation deletes, deletion deactivates',
    failure:
      'A deactivated user is gone and cannot come back; a deleted one still conflicts; a PUT without active reactivates.',
    right: 'An inactive user stays. A deleted one is 404 everywhere and no conflict (RFC 7644 section 3.6).',
    guard: 'Delete and create the name again: 201. Deactivate and activate: the same id.',
    seen: 'FusionAuth/fusionauth-issues#3244; ssoready/ssoready#155; open-webui/open-webui#24501; valon-technologies/gestalt#3132',
  },
  {
    number: 22,
    title: 'One unknown member fails a push',
    failure: 'The whole push is refused; a member listed twice is a 500.',
    right: 'The RFCs do not say. Here unknown ones are left out and recorded, and strict refuses and names each.',
    guard: 'Adding twice is adding once, with the same version; a refusal names exactly the unknown ids.',
    seen: 'getsentry/sentry#122540; fleetdm/fleet#31085; onyx-dot-app/onyx#8830',
  },
  {
    number: 23,
    title: 'Entity tags that bind nobody',
    failure: 'If-Match is ignored, or checked before the write instead of with it.',
    right:
      '412 (RFC 7644 section 3.14). A change that changes nothing keeps version and lastModified (RFC 7644 section 3.5.2.1).',
    guard: 'Of two writers with one version exactly one wins.',
    seen: 'apache/directory-scimple#534; thunder-id/thunderid#5110; GluuFederation/SCIM-Client#51',
  },
  {
    number: 24,
    title: 'Ids are overwritten, or their repetition is refused',
    failure: 'A PATCH changes id or removes userName; or an unchanged readOnly value is a 400.',
    right: 'readOnly is ignored by POST and PUT; a PATCH of it is 400 mutability unless it changes nothing.',
    guard: 'id, meta and groups stay what they are, whatever is sent.',
    seen: 'keycloak/keycloak#51155; simpleidserver/SimpleIdServer#844; pingidentity/scim2#93; Captain-P-Goldfish/SCIM-SDK#140',
  },
  {
    number: 25,
    title: 'A PATCH that changes nothing',
    failure: 'It is answered 400, or 204 where attributes were asked for.',
    right: '200 with the resource or 204; 200 where attributes are asked for (RFC 7644 section 3.5.2).',
    guard: 'It is always success; with attributes always 200 with a body.',
    seen: 'better-auth/better-auth#8549; Captain-P-Goldfish/SCIM-SDK#519; elimity-com/scim#102; apache/syncope#1077',
  },
  {
    number: 26,
    title: 'Errors of the framework',
    failure: '404, 405, 413, 422 and 429 come in the form of the framework; content types are taken too strictly.',
    right: 'Every error is a SCIM error (RFC 7644 section 3.12); application/json is read.',
    guard: 'Whatever method, path, type and body: each answer that is no success is a SCIM error.',
    seen: 'vouch-sh/vouch#1412; indigo-iam/iam#1285; wso2/product-is#3374; Captain-P-Goldfish/SCIM-SDK#636',
  },
  {
    number: 27,
    title: 'Links behind a proxy',
    failure: 'Links name the inner host, or whatever the Host header says.',
    right: 'meta.location is the URI of the resource (RFC 7643 section 3.1), made from a configured base URL.',
    guard: 'Locations and references begin with the base URL and lead to the resource.',
    seen: 'jelhub/scimgateway#110; simpleidserver/SimpleIdServer#37; NorthlandPositronics/Cogtrix#360',
  },
  {
    number: 28,
    title: 'Tokens cannot be replaced',
    failure: 'A new token ends the old one, none expires, and each request hashes slowly.',
    right: 'A limited lifetime and enough randomness (RFC 7644 section 7.4). Several tokens may be valid at once.',
    guard: 'The cost does not grow with the tokens; a revoked one fails at once; no plain token is kept anywhere.',
    seen: 'gravitational/teleport#55882; oxidecomputer/omicron#9260; hashicorp/web-unified-docs#3304',
  },
  {
    number: 29,
    title: 'An account is taken over by provisioning',
    failure:
      'A password makes a log-in, an account is adopted by its address, a filter tells what is not shown, a path writes a prototype.',
    right: 'password is never returned (RFC 7643 section 4.1.1); names are looked up in the schema.',
    guard: 'No request changes a prototype; a filter on what is never returned is 400.',
    seen: 'langfuse/langfuse#16027; intuitem/ciso-assistant-community#4658; keycloak/keycloak#50987; better-auth/better-auth#5685',
  },
  {
    number: 30,
    title: 'Nobody sees what was sent',
    failure: 'Failures can only be explained from the logs of the server, which the administrator does not have.',
    right: 'The RFCs do not say. Each write leaves a record with its author and what changed, without secrets.',
    guard: 'Each accepted write has exactly one record, and none holds a secret.',
    seen: 'PostHog/posthog#50168; rancher/rancher#54873; PrefectHQ/prefect#9367; kobotoolbox/kpi#7107',
  },
];
