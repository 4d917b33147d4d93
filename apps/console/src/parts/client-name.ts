// Who a client is, in the words that administrators know. Nothing but what is shown depends on it.

/** What the name of a client has in it, in any case, and whose client that is. */
const PROVIDERS: readonly (readonly [part: string, provider: string])[] = [
  ['okta', 'Okta'],
  ['microsoft', 'Microsoft Entra ID'],
  ['azure', 'Microsoft Entra ID'],
  ['onelogin', 'OneLogin'],
  ['jumpcloud', 'JumpCloud'],
  ['google', 'Google Workspace'],
  ['ping', 'PingOne'],
  ['sailpoint', 'SailPoint'],
  ['rippling', 'Rippling'],
  ['authentik', 'authentik'],
];

/** The identity provider of a client, or what the client calls itself. */
export const clientName = (userAgent: string): string => {
  const sent = userAgent.toLowerCase();
  return PROVIDERS.find(([part]) => sent.includes(part))?.[1] ?? userAgent;
};
