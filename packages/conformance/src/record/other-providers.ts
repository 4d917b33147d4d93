// What other identity providers send, as far as it breaks servers.
import type { ClientRecord } from './client-behaviour.ts';

export const otherProviders: readonly ClientRecord[] = [
  {
    cases: 'onelogin',
    name: 'OneLogin',
    prefix: 'OL',
    summary: 'Its JSON body is a template that the administrator edits.',
    behaviours: [
      {
        id: 'OL-1',
        title: 'Ends of URLs, no agent',
        sends: 'GET /Users?filter=...& and PUT /Users/{id}? with an empty User-Agent.',
        answer: 'A trailing & or ? means nothing.',
        evidence: ['observed'],
        seen: 'goauthentik/authentik#11249, a log of nginx',
      },
      {
        id: 'OL-2',
        title: 'URNs of SCIM 1',
        sends: 'schemas with urn:scim:schemas:core:1.0 or 2.0 and the like, as the template has them.',
        answer: 'Unknown URNs in schemas are not held against the body.',
        evidence: ['observed'],
        seen: 'goauthentik/authentik#11249',
      },
      {
        id: 'OL-3',
        title: 'Verbs and types',
        sends:
          'Users by PUT, groups by PATCH; people are deleted or deactivated as the administrator chose. Both content types are reported.',
        answer: 'Both types are read.',
        evidence: ['documented', 'observed', 'inferred'],
        seen: 'OneLogin developer pages; goauthentik/authentik#11249',
      },
      {
        id: 'OL-4',
        title: 'Enabling the connector',
        sends: 'A look-up of somebody who is not there, then /Groups, which are offered as entitlements.',
        answer: 'An empty list; complete pages of groups.',
        evidence: ['documented'],
        seen: 'OneLogin developer pages',
      },
    ],
  },
  {
    cases: 'jumpcloud',
    name: 'JumpCloud',
    prefix: 'JC',
    summary: 'A custom SCIM integration of its console.',
    behaviours: [
      {
        id: 'JC-1',
        title: 'Test connection has effects',
        sends: 'Creates a user and a group on the server, then deletes or deactivates them.',
        answer: 'Both are made and removed. Nobody gets a message for the made-up user.',
        evidence: ['documented', 'inferred'],
        seen: 'JumpCloud support, custom SCIM identity management',
      },
      {
        id: 'JC-2',
        title: 'Updates and members',
        sends:
          'Core attributes alone, no extensions. Members are removed by a list as value. Which verb updates users is not known.',
        answer: 'PUT and PATCH are both served; a value narrows the removal.',
        evidence: ['documented', 'reported', 'inferred'],
        seen: 'JumpCloud support; documentation of uni-moni',
      },
    ],
  },
  {
    cases: 'google',
    name: 'Google Workspace',
    prefix: 'GOOG',
    summary: 'Automated user provisioning.',
    behaviours: [
      {
        id: 'GOOG-1',
        title: 'Mixed schemas',
        sends: 'application/json, the agent Google-Auto-Provisioning, and a URN of SCIM 1 beside that of SCIM 2.',
        answer: '201.',
        evidence: ['observed'],
        seen: 'RIPAGlobal/scimitar#142; snipe/snipe-it#12642',
      },
      {
        id: 'GOOG-2',
        title: 'Lists without count',
        sends: 'GET /Users without any parameter, and filters with startIndex alone.',
        answer: 'A page of the default size.',
        evidence: ['observed'],
        seen: 'RIPAGlobal/scimitar#142; snipe/snipe-it#12642',
      },
      {
        id: 'GOOG-3',
        title: 'Suspension and deletion',
        sends:
          'active false and DELETE by two separate settings; the DELETE up to 21 days later, or with no suspension before. Groups are mostly not sent.',
        answer: '200 and 204.',
        evidence: ['documented'],
        seen: 'Google Workspace administrator help, by way of the tests of better-auth',
      },
    ],
  },
  {
    cases: 'ping',
    name: 'PingOne and PingFederate',
    prefix: 'PING',
    summary: 'Outbound provisioning to SCIM.',
    behaviours: [
      {
        id: 'PING-1',
        title: 'Template of the look-up',
        sends: 'A filter that the administrator writes, username Eq "%s" in the documentation.',
        answer: 'Attribute and operator match in any case.',
        evidence: ['documented'],
        seen: 'PingOne documentation',
      },
      {
        id: 'PING-2',
        title: 'Removal and group names',
        sends:
          'Disable or Delete, Overwrite or Merge, as the administrator chose. Group names may be distinguished names with commas, equals signs and backslashes.',
        answer: 'Filters read such names as JSON texts.',
        evidence: ['documented', 'inferred'],
        seen: 'PingOne and PingFederate documentation',
      },
    ],
  },
  {
    cases: 'sailpoint',
    name: 'SailPoint',
    prefix: 'SP',
    summary: 'Identity governance.',
    behaviours: [
      {
        id: 'SP-1',
        title: 'Many small PATCHes at once',
        sends: 'A PATCH for each member of a group, many at once, and no repetition after 429.',
        answer: 'All succeed and nobody is lost.',
        evidence: ['reported'],
        seen: 'gravitational/teleport#61511',
      },
      {
        id: 'SP-2',
        title: 'Aggregation',
        sends: 'All groups with members; members who are no longer users break it.',
        answer: 'A deleted user is a member of nothing.',
        evidence: ['reported'],
        seen: 'BerriAI/litellm#17420',
      },
    ],
  },
  {
    name: 'CyberArk',
    prefix: 'CY',
    summary: 'Identity Administration of CyberArk.',
    behaviours: [
      {
        id: 'CY-1',
        title: 'Not known',
        sends: 'Nothing reliable is published.',
        answer: 'That of the RFCs.',
        evidence: ['inferred'],
        seen: 'Nowhere',
        noCase: 'Nothing is known of what it sends, so that there is nothing to show.',
      },
    ],
  },
  {
    cases: 'rippling',
    name: 'Rippling',
    prefix: 'RIP',
    summary: 'A personnel system that provisions.',
    behaviours: [
      {
        id: 'RIP-1',
        title: 'Groups first',
        sends: 'POST of a group, then its members by PATCH. A 501 leaves groups empty for ever.',
        answer: 'PATCH is served.',
        evidence: ['reported'],
        seen: 'valon-technologies/gestalt#3171',
      },
    ],
  },
  {
    cases: 'authentik',
    name: 'authentik and other open-source clients',
    prefix: 'AK',
    summary: 'Clients whose source can be read.',
    behaviours: [
      {
        id: 'AK-1',
        title: 'Discovery decides',
        sends:
          '/ServiceProviderConfig first. Users by PUT; after a 404 to a PUT the user is created again. Without PATCH the full list of members is sent.',
        answer: '/ServiceProviderConfig tells the truth; 404 is for users who are gone alone.',
        evidence: ['documented', 'reported'],
        seen: 'Source and documentation of authentik',
      },
      {
        id: 'AK-2',
        title: 'id in a PATCH of a group',
        sends: 'The readOnly id in the value.',
        answer: 'It is ignored.',
        evidence: ['reported'],
        seen: 'goauthentik/authentik#23950',
      },
      {
        id: 'AK-3',
        title: 'Spellings of members',
        sends: 'Members, or the name behind the URN of Group, as path.',
        answer: 'All mean members.',
        evidence: ['reported'],
        seen: 'langwatch/langwatch#7140',
      },
      {
        id: 'AK-4',
        title: 'Members in lists',
        sends: 'Reads members from lists of groups.',
        answer: 'They are there unless they are excluded.',
        evidence: ['reported'],
        seen: 'graphql-hive/console#8352',
      },
    ],
  },
];
