// Every sentence of the pages, by page. Another language is another file of this shape.
import { groups as groupPages, people as peoplePages, person } from './directory.en.ts';
import { importing } from './import.en.ts';
import { mapping } from './mapping.en.ts';
import { accounts, organisations, team } from './team.en.ts';

import { activityText, chartText, eventsText, explainText, stepText } from './watch.en.ts';

const people = (count: number): string => (count === 1 ? '1 person' : `${count.toLocaleString('en')} people`);
const groups = (count: number): string => (count === 1 ? '1 group' : `${count.toLocaleString('en')} groups`);

export const text = {
  language: 'en',

  common: {
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    copyOf: (what: string) => `Copy: ${what}`,
    tryAgain: 'Try again',
    toStart: 'To the first page',
    justNow: 'just now',
    never: 'Never',
    loading: 'Loading',
    cancel: 'Cancel',
    clear: 'Clear',
    save: 'Save',
    more: 'Show more',
    people,
    groups,
  },

  errors: {
    title: 'This did not work',
    unreachable: 'The server cannot be reached. Check your connection, then try again.',
    odd: (status: number) => `The server answered with status ${status}. Try again in a moment.`,
    requestId: (id: string) => `For support: request ${id}`,
    noPage: 'There is no such page',
    noPageHint: 'The address may be misspelled, or what it showed was deleted.',
  },

  shell: {
    skip: 'Skip to the content',
    menu: 'Menu',
    navigation: 'Pages',
    account: (name: string) => `Account of ${name}`,
    ownAccount: 'Your account',
    light: 'Light',
    dark: 'Dark',
    signOut: 'Sign out',
    organisation: (name: string) => `Organisation ${name}: choose another one`,
  },

  navigation: {
    sections: { watch: 'Watch', directory: 'Directory', account: 'Account', operator: 'Installation' },
    pages: {
      overview: 'Overview',
      activity: 'Activity',
      explain: 'Explain',
      people: 'People',
      groups: 'Groups',
      import: 'Import',
      provisioning: 'Provisioning',
      mapping: 'Attribute mapping',
      events: 'Events and webhooks',
      team: 'Team',
      organisations: 'Organisations',
      accounts: 'Accounts',
    },
  },

  signIn: {
    title: 'Sign in',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    or: 'or',
    singleSignOn: 'Sign in with your identity provider',
    organisation: 'Organisation',
    organisationHint: 'The short name of your organisation, as it stands in its invitations.',
    continue: 'Continue',
    back: 'Sign in with a password instead',
    lost: 'Lost your password? Ask an operator for a link that sets a new one.',
  },

  link: {
    invitation: (organisation: string) => `Join ${organisation}`,
    password: 'Set your password',
    as: (role: string) =>
      role === 'viewer' ? 'You will see everything and change nothing.' : 'You will manage provisioning.',
    for: (email: string) => `For ${email}`,
    name: 'Your name',
    newPassword: 'New password',
    newPasswordHint: 'At least 12 characters. A few words make a good one.',
    accept: 'Accept and sign in',
    set: 'Set password and sign in',
    signInFirst: (email: string) => `This address has an account already. Sign in as ${email}, then accept.`,
    toSignIn: 'Sign in',
    broken: 'The link cannot be used',
    brokenHint: 'It was used already, has expired, or is not whole. Ask whoever sent it for another one.',
  },

  account: {
    title: 'Your account',
    password: 'Password',
    current: 'Current password',
    change: 'Change password',
    changed: 'The password is changed. Other devices are signed out.',
    everywhere: 'Sign out everywhere',
    everywhereHint: 'Ends every session of this account, this one included.',
    viaProvider: (organisation: string) =>
      `You signed in with the identity provider of ${organisation}; your password is not used there.`,
  },

  overview: {
    title: 'Overview',
    health: {
      disabled: { title: 'SCIM is switched off', hint: 'Requests of the identity provider are refused.' },
      neverContacted: {
        title: 'Not connected yet',
        hint: 'No identity provider has used a token of this organisation. Set up the connection, then test it in the identity provider. If the test fails with 401, copy the token again.',
      },
      wrongToken: {
        title: 'Knocking with a wrong token',
        hint: 'Requests arrive with a token that was revoked or has expired. Enter a valid one in the identity provider.',
      },
      failing: {
        title: 'Requests are failing',
        hint: 'More requests were refused than served in the last day. The activity says why.',
      },
      quiet: {
        title: 'Quiet',
        hint: 'Nothing has arrived for a week. That is fine when nothing has changed there.',
      },
      healthy: { title: 'Provisioning works', hint: 'Requests of the identity provider are answered.' },
    },
    lastContact: 'Last contact',
    lastClient: 'Identity provider',
    lastToken: 'With the token',
    lastWrongToken: 'Last wrong token',
    inDirectory: 'In the directory',
    attention: 'What needs attention',
    nothing: 'Nothing needs your attention.',
    attentions: {
      noValidToken: 'No token is valid: the identity provider cannot connect.',
      refusedRequests: (count: number) =>
        count === 1
          ? '1 request was refused in the last day.'
          : `${count.toLocaleString('en')} requests were refused in the last day.`,
      ignoredAttributes: (count: number) =>
        count === 1
          ? '1 request of the last day had an attribute or a member that is not known here.'
          : `${count.toLocaleString('en')} requests of the last day had attributes or members that are not known here.`,
    },
    look: { tokens: 'Open Provisioning', requests: 'Show the requests' },
    setUp: 'Set up the connection',
    recent: 'What happened last',
    allActivity: 'All activity',
    noActivity: 'Nothing yet',
    noActivityHint: 'Whatever the identity provider does appears here.',
  },

  activity: activityText,
  explain: explainText,
  events: eventsText,
  chart: chartText,
  outOfStep: stepText,

  provisioning: {
    title: 'Provisioning',
    intro: 'Connect your identity provider: it creates, updates and deactivates people here, and pushes groups.',
    integration: 'SCIM Integration',
    baseUrl: 'SCIM base URL',
    baseUrlHint: 'Enter it in the identity provider as it stands here. It ends in /scim/v2.',
    reach: {
      ownMachine: 'An identity provider on the internet cannot reach this address',
      notEncrypted: 'Identity providers refuse an address without https',
    },
    reachHint: 'Whoever runs the service sets its public address as LOOOP_SCIM_PUBLIC_URL.',
    off: 'SCIM is not enabled for this organisation',
    tokens: 'Tokens',
    tokensHint: 'The identity provider sends a token with each request. It is shown once, when it is issued.',
    noToken: 'No token yet. Issue one, then copy it into the identity provider.',
    issue: 'Issue a token',
    label: 'What is it for?',
    labelExample: 'Okta production',
    lifetime: 'Valid for',
    lifetimes: { 90: '90 days', 180: '180 days', 365: 'A year', never: 'Until it is revoked' },
    issued: 'The new token',
    issuedHint: 'Copy it now: it is not shown again, and nobody can look it up.',
    kept: 'I have copied it',
    token: 'Token',
    columns: { token: 'Token', state: 'State', lastUse: 'Last use', expires: 'Expires', actions: 'Actions' },
    states: { valid: 'Valid', expired: 'Expired', revoked: 'Revoked', expiring: 'Expires soon' },
    unnamed: 'Unnamed token',
    endsIn: 'Ends in',
    neverExpires: 'Never',
    notUsed: 'Not yet',
    rotate: 'Rotate',
    rotateTitle: 'Rotate the token',
    rotateHint:
      'A second token is issued. Both are valid for the overlap, so that nothing stops while you exchange it in the identity provider.',
    overlap: 'The old one stays valid for',
    overlaps: { 1: 'An hour', 24: 'A day', 168: 'A week' },
    revoke: 'Revoke',
    revokeTitle: 'Revoke the token?',
    revokeHint: (name: string) => `Whoever uses ${name} is refused from now on. This cannot be undone.`,
    revokeUsed: (when: string) => `It was last used ${when}.`,
    usedBy: (client: string) => `by ${client}`,
    replaced: 'The newer token is used instead: this one may be revoked.',
    revoked: 'The token is revoked.',
    showOld: (count: number) => (count === 1 ? 'Show 1 old token' : `Show ${count} old tokens`),
    hideOld: 'Hide old tokens',
    viewer: 'You see this page as a viewer. Ask an administrator to change something.',
    expiry: {
      month: {
        title: (token: string, when: string) => `The token ${token} expires ${when}`,
        hint: 'There is time: rotate it when you have the identity provider at hand.',
      },
      week: {
        title: (token: string, when: string) => `The token ${token} expires ${when}`,
        hint: 'Rotate it this week. Both tokens work while you exchange it in the identity provider.',
      },
      day: {
        title: (token: string, when: string) => `The token ${token} expires ${when}: rotate it now`,
        hint: 'Once it has expired, every request of the identity provider is refused with 401.',
      },
    },
  },

  setUp: {
    title: 'Guided set-up',
    intro: 'Each step turns green when the request that belongs to it has arrived.',
    provider: 'Identity provider',
    done: 'Done',
    waiting: 'Waiting for it',
    steps: {
      token: 'Issue a token and copy it',
      connect: 'Enter URL and token, and test them',
      person: 'The first person arrives',
      deactivation: 'The first person is deactivated',
      group: 'The first group is pushed',
    },
  },

  people: peoplePages,
  person,
  groups: groupPages,
  importing,
  mapping,
  team,
  organisations,
  accounts,
} as const;
