// What an administrator does in each identity provider, in the words of its own menus. `{url}` stands for the SCIM base URL.

/** A step in the identity provider: where to click, and which fields to fill in. */
export interface ProviderStep {
  readonly where: string;
  readonly fields?: readonly (readonly [field: string, value: string])[];
}

/** An identity provider. */
export interface Provider {
  readonly name: string;
  /** Shown instead of a token's value. */
  readonly connect: readonly ProviderStep[];
  readonly test: string;
  readonly person: string;
  readonly deactivation: string;
  readonly group: string;
}

const URL_FIELD = '{url}';
const TOKEN_FIELD = 'The token';

export const providers = {
  okta: {
    name: 'Okta',
    connect: [
      { where: 'Open the app: General > App Settings > Edit. Set Provisioning to SCIM and save.' },
      {
        where: 'Provisioning > Integration > Edit',
        fields: [
          ['SCIM connector base URL', URL_FIELD],
          ['Unique identifier field for users', 'userName'],
          ['Supported provisioning actions', 'Tick all five'],
          ['Authentication mode', 'HTTP Header'],
          ['Authorization: Bearer', TOKEN_FIELD],
        ],
      },
      { where: 'Provisioning > To App > Edit: tick Create Users, Update User Attributes and Deactivate Users.' },
    ],
    test: 'Press Test API Credentials, then save.',
    person: 'Assignments: assign one person.',
    deactivation: 'Take the assignment of a test person away.',
    group: 'Push Groups: choose a group.',
  },
  entra: {
    name: 'Microsoft Entra ID',
    connect: [
      { where: 'Enterprise applications > New application > Create your own application (non-gallery).' },
      {
        where: 'Provisioning: set the mode to Automatic',
        fields: [
          ['Tenant URL', URL_FIELD],
          ['Secret Token', TOKEN_FIELD],
        ],
      },
      { where: 'Settings: Scope "Sync only assigned users and groups"; Provisioning Status On.' },
    ],
    test: 'Press Test Connection, then save.',
    person: 'Users and groups: assign one person, then Provision on demand.',
    deactivation: 'Take the assignment of a test person away, then Provision on demand.',
    group: 'Users and groups: assign a group.',
  },
  onelogin: {
    name: 'OneLogin',
    connect: [
      { where: 'Applications > Add App: SCIM Provisioner with SAML (SCIM v2 Enterprise).' },
      {
        where: 'Configuration',
        fields: [
          ['SCIM Base URL', URL_FIELD],
          ['SCIM Bearer Token', TOKEN_FIELD],
          ['Custom Headers', 'Empty'],
        ],
      },
      { where: 'Parameters: set SCIM Username to the e-mail address. Provisioning: enable it.' },
    ],
    test: 'API Status: press Enable.',
    person: 'Users: give one person the app.',
    deactivation: 'Take the app from a test person.',
    group: 'Rules: send a role as group, then reapply entitlement mappings.',
  },
  jumpcloud: {
    name: 'JumpCloud',
    connect: [
      { where: 'SSO Applications > Add New Application > Custom Application: Export users to this app.' },
      {
        where: 'Identity Management',
        fields: [
          ['SCIM Version', 'SCIM 2.0'],
          ['Base URL', URL_FIELD],
          ['Token Key', TOKEN_FIELD],
          ['Test User Email', 'An address that nobody here has'],
        ],
      },
    ],
    test: 'Press Test Connection, then Activate, then save.',
    person: 'User Groups: choose a group that has the person.',
    deactivation: 'Take a test person out of the group.',
    group: 'Tick Enable management of User Groups and Group Membership.',
  },
  google: {
    name: 'Google Workspace',
    connect: [
      { where: 'Apps > Web and mobile apps: open the application.' },
      {
        where: 'Autoprovisioning > Configure autoprovisioning',
        fields: [
          ['Token of the app', TOKEN_FIELD],
          ['Endpoint URL', URL_FIELD],
        ],
      },
      { where: 'Map every attribute that is marked with *.' },
    ],
    test: 'Turn autoprovisioning on.',
    person: 'Turn the app on for one person.',
    deactivation: 'Turn the app off for a test person. Google waits as long as you chose.',
    group: 'Google sends no groups.',
  },
  other: {
    name: 'Another one',
    connect: [
      {
        where: 'Where it asks for a SCIM 2.0 connection',
        fields: [
          ['SCIM base URL', URL_FIELD],
          ['Authentication', 'OAuth bearer token'],
          ['Token', TOKEN_FIELD],
          ['Unique identifier', 'userName'],
        ],
      },
    ],
    test: 'Test the connection.',
    person: 'Assign one person.',
    deactivation: 'Take the assignment of a test person away.',
    group: 'Push one group.',
  },
} as const satisfies Readonly<Record<string, Provider>>;
