// The sentences of the pages that watch a connection: activity, explanations, the chart, and who is out of step.

const count = (number: number): string => number.toLocaleString('en');
const requests = (number: number): string => (number === 1 ? '1 request' : `${count(number)} requests`);

export const activityText = {
  title: 'Activity',
  intro: 'What the identity provider did here, request by request. New requests appear by themselves.',
  outcomes: { applied: 'Done', unchanged: 'Nothing to do', answered: 'Read', refused: 'Refused' },
  filters: {
    label: 'Filters',
    outcome: 'Outcome',
    any: 'All outcomes',
    ignored: 'Something left out',
    person: 'Person',
    personHint: 'User name or id',
    client: 'Client',
    anyClient: 'All clients',
    since: 'From',
    until: 'To',
    search: 'Search',
    searchHint: 'Error, request id or name',
    clear: 'Clear filters',
    more: 'More filters',
    fewer: 'Fewer filters',
  },
  grouped: 'Group by person',
  folded: 'Fold requests with nothing to do',
  live: 'Live',
  liveHint: 'Looks for new requests every few seconds',
  list: 'Requests, the newest first',
  end: 'That is everything that is kept.',
  more: 'Show older requests',
  searchOn: 'Search in older requests',
  searched: 'Nothing found in the newest requests so far.',
  explain: 'Explain',
  copyId: 'Request id',
  groupOf: (name: string, number: number) => `${name}: ${requests(number)}`,
  unchangedOf: (number: number) => `${requests(number)} with nothing to do`,
  open: 'Show them',
  close: 'Hide them',
  none: 'Nothing has arrived yet',
  noneHint: 'Once the identity provider sends its first request, it appears here within seconds.',
  noMatch: 'No request matches the filters',
  share: 'Diagnosis to share',
  diagnosis: {
    title: 'A diagnosis that may be shared',
    hint: 'It has the requests that the filters select, with their errors and the versions of everything. Values of people and secrets are left out, so that you may send it to support.',
    requests: (number: number, hasMore: boolean) =>
      hasMore ? `The newest ${requests(number)}. Choose a time in the filters to have others.` : requests(number),
    download: 'Download as JSON',
    copy: 'Copy as JSON',
  },
  noMatchHint: 'Requests are kept for a limited time. Try fewer filters, or a longer period.',
} as const;

export const explainText = {
  title: 'Explain',
  intro: 'Why a request did what it did. It is run again against the data of today, and nothing is changed.',
  paste: 'Paste a request',
  method: 'Method',
  path: 'Path or URL',
  pathHint: 'Such as /Users/2819c223, or the whole URL from the log of the identity provider',
  body: 'Body (JSON)',
  badJson: 'This is not JSON.',
  submit: 'Explain',
  recorded: 'What happened',
  today: 'What it does with the data of today',
  outcomes: {
    applied: (status: number) => `It succeeds (${status}).`,
    unchanged: (status: number) => `It succeeds and changes nothing (${status}): everything is as asked for already.`,
    refused: (status: number) => `It is refused (${status}).`,
  },
  bodyMissing:
    'The body of this request was not kept: it was too long, or could not be kept without a secret. Paste it in to run it again.',
  fix: 'What to do',
  changes: 'What changes',
  noChanges: 'No attribute changes.',
  columns: { attribute: 'Attribute', before: 'Before', after: 'After' },
  nothing: 'None',
  operations: 'How the operations are understood',
  operation: 'Operation',
  sent: 'Path as sent',
  meant: 'Attribute',
  selects: (filter: string) => `of the elements with ${filter}`,
  value: 'Value',
  wholeResource: 'The whole resource',
  unknownPath: 'No such attribute',
  understood: 'What the body is understood as',
  ignored: 'What is left out',
  reasons: {
    unknown: 'No schema has it',
    readOnly: 'Only the service sets it',
    unreadable: 'It is no attribute name',
  },
  members: {
    added: (number: number) => `Members that come: ${count(number)}`,
    removed: (number: number) => `Members that go: ${count(number)}`,
    unknown: (number: number) => `Members that are not known here: ${count(number)}`,
    untold: 'The group is too large to tell here what becomes of its members.',
  },
  leniencies: 'Leniencies that made a difference',
  noLeniencies: 'None: the request is served by the letter of the standard.',
  untoldLeniencies: 'The body is too long to try the request without each leniency.',
  neededBy: (clients: string) => `Needed by ${clients}.`,
  without: (detail: string) => `Without it: ${detail}`,
  withoutOther: 'Without it the request would do something else.',
  policy: 'Interop policy',
  clauses: 'What the standards say',
  request: 'The request',
  share: 'Share it',
  shareHint: 'Both come without the values of people and without secrets, so that you may send them to support.',
  copyBundle: 'Copy as JSON',
  copyCurl: 'Copy as curl',
  copied: 'Copied',
  permalink: 'Copy a link to this page',
  none: 'Choose a request',
  noneHint: 'Open the activity and choose Explain beside a request, or paste one in here.',
  toActivity: 'Open the activity',
  masked: (length: number) => `[text of ${length} characters]`,
} as const;

/** What to do about a refusal, in the words of the identity provider's menus. */
export const fixes: Readonly<Record<string, string>> = {
  Uniqueness:
    'Somebody here has this value already. In Okta, open Import > Import Now in the app and match the person, or give one of the two another user name. Then press Retry Selected under Dashboard > Tasks.',
  InvalidValue:
    'A value is missing or has another type. In Okta, open Provisioning > To App > Attribute Mappings, find the attribute named above, and map it to a field that every person has. Then press Force Sync.',
  InvalidPath:
    'The attribute is not known here. In Okta, open Directory > Profile Editor > the app, and compare external name and external namespace of the attribute with the page Attribute mapping.',
  InvalidFilter: 'The filter cannot be read. Compare its attribute and quotes with the explanation above.',
  InvalidSyntax:
    'The body is not what the standard asks for. Compare it with the clauses below; no setting in Okta causes this.',
  NoTarget: 'The request means an element that is not there. In Okta, press Force Sync: it sends the whole person.',
  Mutability:
    'Only the service sets this attribute. In Okta, open Provisioning > To App > Attribute Mappings and remove its mapping.',
  PreconditionFailed: 'The person was changed in between. Retry: the identity provider reads the new version first.',
  ResourceNotFound:
    'The person or group is gone here, and Okta still links to it. In Okta, take the assignment away and assign again; of a pushed group choose Unlink pushed group, then push it again.',
  EndpointNotFound:
    'The address is wrong. In Okta, open Provisioning > Integration > Edit and copy the SCIM connector base URL from the page Provisioning: it ends in /scim/v2.',
  TooMany: 'The request needs too much work at once. Push fewer members or ask for a smaller page.',
  PayloadTooLarge: 'The body is too long. Push fewer members at once.',
};

export const leftOutFix =
  'In Okta, open Directory > Profile Editor > the app: external name and external namespace of the attribute must be as the page Attribute mapping has them. Okta never says that an attribute arrived in vain.';
export const unknownMembersFix =
  'These members are not here. In Okta, assign the pushed group to the app as well, so that its people are created, then push the group again.';

export const chartText = {
  title: 'Provisioning over time',
  label: (from: string, to: string, total: number, refused: number) =>
    `Chart: ${requests(total)} from ${from} to ${to}, ${count(refused)} of them refused. The table has the numbers.`,
  periods: { day: 'Last day', week: 'Last 7 days', month: 'Last 30 days' },
  period: 'Period of the chart',
  table: 'Show the numbers',
  hideTable: 'Hide the numbers',
  columns: { at: 'Begins', applied: 'Changed', unchanged: 'Nothing to do', answered: 'Read', refused: 'Refused' },
  none: 'No request in this period.',
} as const;

export const stepText = {
  title: 'Who is out of step',
  requests: 'Requests of which something was left out',
  nothing: 'Nobody: what the identity provider has sent in the last 30 days fits what is here.',
  unmanaged: (number: number) =>
    number === 1
      ? '1 active person is not managed by the identity provider'
      : `${count(number)} active people are not managed by the identity provider`,
  matches: (names: readonly string[], number: number) =>
    `The identity provider tried to create ${names.join(', ')}${number > names.length ? ` and ${count(number - names.length)} more` : ''}, who ${number === 1 ? 'is' : 'are'} here already without its id`,
  matchesHint: 'In Okta, open Import > Import Now and match them; then press Retry Selected under Dashboard > Tasks.',
  duplicates: {
    look: 'Look for people who are here twice',
    tooMany: 'There are too many people to see at once who is not managed: look for it below.',
    shared: (value: string, number: number) => `${count(number)} people share ${value}:`,
    matchHint:
      'One of them is not managed by the identity provider: it is probably the same person, to be matched there.',
    twiceHint: 'It is probably one person with two accounts: keep one of them in the identity provider.',
    looked: (people: number, isWhole: boolean, found: number) => {
      if (!isWhole) return `Looked at ${count(people)} people so far`;
      return found === 0
        ? `Nobody of ${count(people)} people shares a user name or an e-mail address with somebody else.`
        : `Looked at all ${count(people)} people.`;
    },
    partial: 'There is more than what is listed here.',
  },
  unmanagedHint:
    'They have no external id: nobody will deactivate them. In Okta, open Import > Import Now and match them.',
  members: (group: string, number: string) =>
    `${group}: ${number} ${number === '1' ? 'member was' : 'members were'} pushed that ${number === '1' ? 'is' : 'are'} not known here`,
  attribute: (name: string, number: string) => `${name} arrived for ${number}, and no schema has it`,
  meant: (name: string) => `Did you mean ${name}?`,
  deactivations: (number: number, when: string) => `${count(number)} people were deactivated within an hour, ${when}`,
  deactivationsHint: 'If nobody meant to, look at the assignments in the identity provider before people notice.',
  atLeast: (number: number, isAtLeast: boolean) => `${isAtLeast ? 'at least ' : ''}${count(number)}`,
  resources: (number: string, type: string) =>
    `${number} ${type === 'User' ? (number === '1' ? 'person' : 'people') : number === '1' ? 'group' : 'groups'}`,
} as const;

const events = (number: number): string => (number === 1 ? '1 event' : `${count(number)} events`);

export const eventsText = {
  title: 'Events and webhooks',
  intro: 'What changed for the learning platform, in order, and where it is pushed to.',
  webhooks: 'Webhooks',
  webhooksHint: 'Each endpoint gets every event, signed by Standard Webhooks, in order, until it has accepted it.',
  add: 'Add an endpoint',
  url: 'URL of the receiver',
  urlHint: 'It begins with https:// and is reachable from the internet.',
  description: 'What is it for?',
  mode: 'What is sent',
  modes: { events: 'Every event, as a message', notify: 'A message that there are new events' },
  onFailure: 'When the receiver refuses an event',
  policies: {
    pause: 'Wait and try again: nothing is skipped',
    setAside: 'Set it aside, with later events of the same person or group, and go on',
  },
  secret: 'Secret to verify signatures with',
  secretTitle: 'The secret of the endpoint',
  secretHint: 'Copy it into the receiver now: it is not shown again.',
  kept: 'I have copied it',
  none: 'No endpoint yet',
  noneHint: 'The learning platform can follow the feed by itself. Add an endpoint to have events pushed to a URL.',
  states: { active: 'Active', paused: 'Paused', disabled: 'Disabled' },
  reasons: {
    administrator: 'An administrator paused it.',
    failures: 'The receiver has failed for too long.',
    eventsExpired: 'Events that it waits for are not kept any more. Replay from where the feed begins.',
    tooManySetAside: 'Too many events were set aside.',
  },
  gone: 'The receiver answered 410: it wants nothing more.',
  upToDate: 'Up to date',
  waiting: (number: number) => `${events(number)} waiting`,
  retry: (attempts: number, when: string) =>
    `The receiver has not accepted an event after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}; the next one is ${when}.`,
  setAside: (number: number) => `${events(number)} set aside`,
  olderSecret: (when: string) => `The older secret signs as well, until ${when}.`,
  test: 'Send a test',
  pause: 'Pause',
  resume: 'Resume',
  rotate: 'Rotate the secret',
  replay: 'Replay',
  sendSetAside: 'Send what was set aside',
  remove: 'Delete',
  actionsOf: (url: string) => `Actions for ${url}`,
  removeTitle: 'Delete the endpoint?',
  removeHint: (url: string) => `Nothing more is sent to ${url}, and its deliveries are forgotten.`,
  replayTitle: 'Replay events',
  replayFrom: 'Send everything after this sequence again',
  fromHere: 'Replay from here',
  replayFromHere: (sequence: number) => `Replay from event ${count(sequence)} on`,
  replayHint: 'The receiver gets events that it has had: it must drop what is older than what it has.',
  tested: {
    accepted: 'The receiver accepted the test message.',
    other: 'The receiver did not accept the test message. Its answer is among the deliveries.',
  },
  done: 'Done.',
  deliveries: 'Deliveries',
  showDeliveries: 'Show deliveries',
  hideDeliveries: 'Hide deliveries',
  noDeliveries: 'Nothing was sent yet.',
  deliveryColumns: {
    message: 'Message',
    outcome: 'Outcome',
    answer: 'Answer of the receiver',
    at: 'First sent',
    actions: 'Actions',
  },
  outcomes: {
    accepted: 'Accepted',
    retrying: 'Trying again',
    failed: 'Failed',
    setAside: 'Set aside',
    expired: 'Not kept any more',
  },
  failures: {
    blocked: 'The address is not allowed',
    timeout: 'No answer in time',
    unreachable: 'The receiver cannot be reached',
  },
  answer: (status: number, duration: number) => `${status} after ${count(duration)} ms`,
  attempts: (number: number) => (number === 1 ? '1 attempt' : `${count(number)} attempts`),
  recent: 'Recent events',
  recentHint: 'The newest 50. The feed keeps more of them.',
  columns: { sequence: 'Sequence', type: 'Event', subject: 'Who or what', cause: 'Cause', at: 'When' },
  causes: {
    scim: 'Identity provider',
    import: 'Import',
    mapping: 'Attribute mapping',
    administrator: 'Administrator',
    platform: 'Learning platform',
  } as Readonly<Record<string, string>>,
  erased: 'A person who was deleted',
  noEvents: 'No event yet',
  noEventsHint: 'Whatever changes a person or a group makes an event, which appears here.',
  viewer: 'You see this page as a viewer. Ask an administrator to change something.',
} as const;
