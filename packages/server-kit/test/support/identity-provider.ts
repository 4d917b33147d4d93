// A real OpenID provider on this machine, and somebody who signs in to it with a browser.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Claims of the person who signs in; the login is the subject. */
export type Claims = Readonly<Record<string, string | boolean>>;

export interface ProviderOptions {
  readonly redirectUri: string;
  readonly claimsOf: (login: string) => Claims;
  /** Where the address is said: in the ID token, or on request alone. */
  readonly inIdToken?: boolean;
}

/** A client of the provider. */
export const CLIENT = { clientId: 'looop-scim', clientSecret: 'a secret of the client that is long enough' } as const;

/** Starts the provider. */
export const startIdentityProvider = async ({ redirectUri, claimsOf, inIdToken = true }: ProviderOptions) => {
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !inIdToken,
    findAccount: (_context, login) => ({ accountId: login, claims: () => ({ sub: login, ...claimsOf(login) }) }),
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
  });
  const answer = provider.callback();
  listener = (request, response) => void answer(request, response);
  return {
    issuer,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Goes to the provider as a browser does, signs in and consents; the result is where the provider sends the browser to. */
export const signInAt = async (url: string, login: string): Promise<string> => {
  const jar = new Map<string, string>();
  const issuer = new URL(url).origin;
  const go = async (target: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const answer = await fetch(new URL(target, issuer), {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';', 1);
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  };
  let answer = await go(url);
  for (let step = 0; step < 12; step += 1) {
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`the provider has answered ${answer.status}: ${await answer.text()}`);
    if (new URL(location, issuer).origin !== issuer) return location;
    const page = await go(location);
    if (page.status !== 200) {
      answer = page;
      continue;
    }
    const isLogin = (await page.text()).includes('name="login"');
    answer = await go(location, isLogin ? { prompt: 'login', login, password: 'any' } : { prompt: 'consent' });
  }
  throw new Error('the provider sends the browser round and round');
};
