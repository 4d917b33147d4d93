// The settings of an organisation's identity provider; the secret of the client is kept encrypted and never shown.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import {
  SignInSettingsRefused,
  type ShownSignInSettings,
  type SignInSettings,
} from '../../ports/inbound/single-sign-on.ts';
import type { CursorCipher } from '../../ports/outbound/identifiers.ts';
import type { OpenIdProvider, OpenIdSettings } from '../../ports/outbound/openid-provider.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import { isPlainText, PLAIN_TEXT } from '../../rules/plain-text.ts';
import { makeStoredJson } from './stored-json.ts';

/** What the settings of an organisation are kept with. */
export interface SignInSettingsParts {
  /** Of the organisation. */
  readonly records: RecordStore;
  readonly cipher: CursorCipher;
  readonly provider: OpenIdProvider;
  readonly redirectUri: () => string;
}

interface StoredSettings extends ShownSignInSettings {
  readonly encryptedSecret: string;
}

const KEY = 'openid';
const CONTEXT = 'sign-in settings';
const LONGEST = 2000;

/** Settings with their way to the secret. */
export interface KeptSignInSettings extends SignInSettings {
  /** With the secret, for signing in. */
  readonly withSecret: () => Effect.Effect<OpenIdSettings | undefined, StorageUnavailable>;
}

/** Makes the settings of an organisation. */
export const makeSignInSettings = ({
  records,
  cipher,
  provider,
  redirectUri,
}: SignInSettingsParts): KeptSignInSettings => {
  const stored = makeStoredJson<StoredSettings>(records, 'signInSettings');
  const shown = ({ issuer, clientId, saved }: StoredSettings): ShownSignInSettings => ({ issuer, clientId, saved });

  /** A secret that another installation has encrypted is none. */
  const withSecret = () =>
    Effect.map(stored.read(KEY), ({ value }): OpenIdSettings | undefined => {
      const clientSecret = value && cipher.decrypt(value.encryptedSecret, CONTEXT);
      return value === undefined || clientSecret === undefined
        ? undefined
        : { issuer: value.issuer, clientId: value.clientId, clientSecret };
    });

  const save: SignInSettings['save'] = Effect.fnUntraced(function* ({ issuer, clientId, clientSecret: sent }) {
    const clientSecret = sent ?? (yield* withSecret())?.clientSecret;
    if (clientSecret === undefined)
      return yield* new SignInSettingsRefused({ reason: 'Send the secret of the client.' });
    if ([issuer, clientId, clientSecret].some((text) => text === '' || text.length > LONGEST)) {
      return yield* new SignInSettingsRefused({ reason: `Each setting has 1 to ${LONGEST} characters.` });
    }
    if (![issuer, clientId].every(isPlainText)) {
      return yield* new SignInSettingsRefused({ reason: `Issuer and client id have ${PLAIN_TEXT}.` });
    }
    yield* provider
      .begin({ issuer, clientId, clientSecret }, redirectUri())
      .pipe(Effect.mapError(({ reason }) => new SignInSettingsRefused({ reason })));
    const saved = yield* Clock.currentTimeMillis;
    const value = { issuer, clientId, saved, encryptedSecret: cipher.encrypt(clientSecret, CONTEXT) };
    return shown(yield* stored.change(KEY, () => Effect.succeed({ value })));
  });

  return {
    read: () => Effect.map(stored.read(KEY), ({ value }) => value && shown(value)),
    save,
    remove: () => stored.clear(KEY),
    withSecret,
  };
};
