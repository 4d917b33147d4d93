// The last characters of tokens: by them people tell which token an identity provider has, which shows no more of it either.
import * as Effect from 'effect/Effect';
import type { OrganisationId } from '../organisation/organisation.ts';
import { TOKEN_PREFIX } from '../organisation/provisioning-token.ts';
import type { IssuedToken, OrganisationAdministration } from '../ports/inbound/organisation-administration.ts';
import type { RecordStore } from '../ports/outbound/record-store.ts';
import { makeStoredJson } from './accounts/stored-json.ts';

/** Characters that are kept; what is left of a generated token has more than 200 random bits. */
const KEPT_CHARACTERS = 4;
/** Tokens of an organisation whose endings are listed. */
const MOST_LISTED = 1000;

/** Makes an administration that keeps the last characters of the tokens that it generates, and lists tokens with them. */
export const withTokenEndings = (
  administration: OrganisationAdministration,
  recordsOf: (id: OrganisationId) => RecordStore,
): OrganisationAdministration => {
  const storedOf = (id: OrganisationId) => makeStoredJson<string>(recordsOf(id), 'tokenEnding');

  /** Of a token that somebody supplied nothing is kept. Without its ending a token is as good as with it. */
  const keep = ({ secret, token: { organisationId: id, fingerprint } }: IssuedToken): Effect.Effect<unknown> =>
    secret.startsWith(TOKEN_PREFIX)
      ? Effect.ignore(storedOf(id).change(fingerprint, () => Effect.succeed({ value: secret.slice(-KEPT_CHARACTERS) })))
      : Effect.void;

  return {
    ...administration,
    issueToken: (name, request) => Effect.tap(administration.issueToken(name, request), keep),
    rotateToken: (fingerprint, rotation) => Effect.tap(administration.rotateToken(fingerprint, rotation), keep),
    listTokens: Effect.fnUntraced(function* (name: string) {
      const tokens = yield* administration.listTokens(name);
      const [first] = tokens;
      if (first === undefined) return tokens;
      const kept = yield* storedOf(first.organisationId).page({ limit: MOST_LISTED });
      const endings = new Map(kept.map(({ key, value }) => [key, value]));
      return tokens.map((token) => {
        const ending = endings.get(token.fingerprint);
        return ending === undefined ? token : { ...token, ending };
      });
    }),
  };
};
