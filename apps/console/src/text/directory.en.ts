// Every sentence of the pages about people and groups.

const many = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${more}`;

export const people = {
  title: 'People',
  intro: 'Everybody whom the identity provider has sent, with the profile that the mapping makes.',
  search: 'Search people',
  searchHint: 'User name, name, e-mail address or id',
  filter: 'SCIM filter',
  filterHint: 'userName sw "ana" and active eq true',
  modes: { text: 'Search', filter: 'SCIM filter' },
  mode: 'How to search',
  state: 'State',
  states: { all: 'All', active: 'Active', inactive: 'Inactive' },
  runsAs: 'Runs as',
  beginnings:
    'There are too many people to look inside of values: these are those whose user name, display name or e-mail address begins so.',
  found: (count: number) => many(count, 'person found', 'people found'),
  none: 'Nobody yet',
  noneHint: 'People appear here when the identity provider sends them. Assign somebody to the app there.',
  noMatch: 'Nobody matches',
  noMatchHint:
    'Check the spelling, or search for less. Whoever was never assigned in the identity provider is not here.',
  inactive: 'Inactive',
  active: 'Active',
  issues: (count: number) => many(count, 'field is missing or cut', 'fields are missing or cut'),
} as const;

export const person = {
  back: 'All people',
  id: 'Id',
  externalId: 'Id of the identity provider',
  created: 'Created',
  changed: 'Last change',
  version: 'Version',
  deactivate: 'To change or deactivate somebody, use the identity provider: what is changed there arrives here.',
  tabs: {
    sideBySide: 'Side by side',
    trace: 'How it is made',
    groups: 'Groups',
    timeline: 'Timeline',
    json: 'As SCIM',
  },
  received: 'What the identity provider sent',
  receivedHint: 'Each value with the request that set it last.',
  made: 'What the platform gets',
  madeHint: (version: number) =>
    version === 0
      ? 'The profile, made by the default mapping.'
      : `The profile, made by version ${version} of the mapping.`,
  setBy: (client: string) => `by ${client}`,
  noOrigin: 'The request that set it is no longer in the activity.',
  partial: 'Only the newest 1,000 requests about this person were looked at.',
  missing: 'Missing',
  cut: 'Cut',
  empty: 'No value',
  from: (attribute: string) => `from ${attribute}`,
  constant: 'the same for everybody',
  noGroups: 'In no group',
  noGroupsHint: 'Push a group that the person is in from the identity provider.',
  throughOther: 'through another group',
  noTimeline: 'Nothing is recorded',
  noTimelineHint: 'The requests about this person are older than what the activity keeps.',
  json: 'The person as SCIM shows one',
  yes: 'yes',
  no: 'no',
} as const;

export const groups = {
  title: 'Groups',
  intro: 'The groups that the identity provider has pushed.',
  search: 'Search groups',
  searchHint: 'Name or id',
  found: (count: number) => many(count, 'group found', 'groups found'),
  beginnings: 'There are too many groups to look inside of names: these are those whose name begins so.',
  none: 'No group yet',
  noneHint:
    'Push a group from the identity provider: in Okta under Push Groups, in Entra ID by assigning it to the app.',
  noMatch: 'No group matches',
  noMatchHint: 'Check the spelling, or search for less.',
  back: 'All groups',
  members: 'Members',
  noMembers: 'Nobody is in this group',
  noMembersHint: 'A member arrives when the person is assigned to the app as well.',
  group: 'Group',
} as const;
