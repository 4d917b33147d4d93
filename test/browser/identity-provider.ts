// What an identity provider does with URL and token, in the order of Okta.
import { nodeTransport, transportTrusting } from '../support/client/scim-client.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Answer {
  readonly status: number;
  readonly id: string;
  /** Of a bulk request: where what was created is. */
  readonly locations: readonly string[];
}

interface Sent {
  readonly id?: string;
  readonly Operations?: readonly { readonly location?: string }[];
}

/** An identity provider that was given a URL and a token. */
export interface IdentityProvider {
  /** Presses "Test API credentials". */
  readonly test: () => Promise<number>;
  readonly create: (userName: string, more?: object) => Promise<Answer>;
  /** By one bulk request; the ids in the order of the names. */
  readonly createMany: (userNames: readonly string[]) => Promise<readonly string[]>;
  readonly update: (id: string, value: object) => Promise<number>;
  readonly deactivate: (id: string) => Promise<number>;
  readonly push: (displayName: string, members: readonly string[]) => Promise<Answer>;
}

/** What an identity provider is told. */
interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  /** The certificate that it trusts, in PEM. */
  readonly ca?: string | undefined;
}

/** Makes it. */
export const makeIdentityProvider = ({ baseUrl, token, ca }: Connection): IdentityProvider => {
  const transport = ca === undefined ? nodeTransport : transportTrusting(ca);
  const send = async (method: string, path: string, body?: object): Promise<Answer> => {
    const { status, text } = await transport({
      method,
      url: `${baseUrl}${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/scim+json',
        'user-agent': 'Okta SCIM Client 1.0.0',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { id = '', Operations = [] } = text === '' ? {} : (JSON.parse(text) as Sent);
    return { status, id, locations: Operations.map(({ location = '' }) => location) };
  };
  const update = async (id: string, value: object): Promise<number> => {
    const body = { schemas: [PATCH], Operations: [{ op: 'replace', value }] };
    return (await send('PATCH', `/Users/${id}`, body)).status;
  };
  return {
    test: async () => (await send('GET', '/Users?startIndex=1&count=2')).status,
    create: (userName, more = {}) => send('POST', '/Users', { schemas: [USER], userName, active: true, ...more }),
    createMany: async (userNames) => {
      const data = (userName: string) => ({ schemas: [USER], userName, externalId: userName, active: true });
      const operations = userNames.map((name) => ({ method: 'POST', path: '/Users', bulkId: name, data: data(name) }));
      const { locations } = await send('POST', '/Bulk', { schemas: [BULK], Operations: operations });
      return locations.map((location) => location.slice(location.lastIndexOf('/') + 1));
    },
    update,
    deactivate: (id) => update(id, { active: false }),
    push: (displayName, members) =>
      send('POST', '/Groups', { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) }),
  };
};
