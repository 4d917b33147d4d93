// Makes the administration of webhook endpoints: the implementation of its inbound port.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import {
  newEndpoint,
  pausedByAdministrator,
  replayedFrom,
  replayedSetAside,
  resumed,
  secretsAt,
  withSecret,
  withSettings,
} from '../../delivery/endpoint-changes.ts';
import { verdictOf } from '../../delivery/verdict.ts';
import { attemptOf } from '../../delivery/webhook-delivery.ts';
import type { WebhookEndpoint, WebhookSettings } from '../../delivery/webhook-endpoint.ts';
import { EVENT_TYPES } from '../../events/directory-event.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { CursorExpired, EventFeed } from '../../ports/inbound/event-feed.ts';
import {
  InvalidWebhook,
  MAX_WEBHOOKS,
  TooManyWebhooks,
  type Webhook,
  type WebhookAdministration,
  type WebhookChange,
  type WebhookFault,
} from '../../ports/inbound/webhook-administration.ts';
import type { IdGenerator } from '../../ports/outbound/identifiers.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import type { WebhookSender } from '../../ports/outbound/webhook-sender.ts';
import { makeDeliveryLog } from './delivery-log.ts';
import { makeEndpointStore } from './endpoint-store.ts';
import { webhookTest } from './messages.ts';

/** What webhooks of one organisation work with. */
export interface WebhookDependencies {
  readonly organisationId: OrganisationId;
  readonly records: RecordStore;
  readonly feed: EventFeed;
  readonly sender: WebhookSender;
  readonly ids: IdGenerator;
  /** For how many days deliveries are kept, 1 or more. */
  readonly deliveryDays: number;
}

/** What their administration works with besides. */
export interface WebhookAdministrationDependencies extends WebhookDependencies {
  /** Records of the installation: they say which organisations have endpoints. */
  readonly installation: RecordStore;
}

const MAX_URL = 2048;
const MAX_DESCRIPTION = 200;

const faultsOf = (
  { url, description = '', types, mode, onFailure }: WebhookSettings,
  { refusalOf }: WebhookSender,
): readonly WebhookFault[] => {
  const refusal = url.length > MAX_URL ? `must have ${MAX_URL} characters at most` : refusalOf(url);
  const known = new Set<string>(EVENT_TYPES);
  const unknown = (types ?? []).filter((type) => !known.has(type));
  const faults: readonly (WebhookFault | false)[] = [
    refusal !== undefined && { field: 'url', reason: refusal },
    description.length > MAX_DESCRIPTION && {
      field: 'description',
      reason: `must have ${MAX_DESCRIPTION} characters at most`,
    },
    types?.length === 0 && { field: 'types', reason: 'must name a type; without it all are sent' },
    unknown.length > 0 && { field: 'types', reason: `there is no ${unknown.join(', ')}` },
    mode === 'notify' &&
      onFailure === 'setAside' && { field: 'onFailure', reason: 'a notification cannot be set aside: use pause' },
  ];
  return faults.filter((fault) => fault !== false);
};

const changedBy = (settings: WebhookSettings, { types, description, ...rest }: WebhookChange): WebhookSettings => {
  const { types: oldTypes, description: oldDescription, ...others } = settings;
  const next = { types: types === undefined ? oldTypes : types, description: description ?? (description === null ? undefined : oldDescription) };
  return {
    ...others,
    ...rest,
    ...(next.types !== undefined && next.types !== null && { types: next.types }),
    ...(next.description !== undefined && { description: next.description }),
  };
};

const shown = (endpoint: WebhookEndpoint, feedPosition: number, now: number): Webhook => {
  const { secrets, lease: _lease, retry, notBefore: _pause, blocked: _blocked, ...rest } = endpoint;
  const older = secrets.map(({ expiresAt }) => expiresAt).filter((until) => until !== undefined && until > now);
  const olderSecretUntil = older[0];
  const { deliveryKey: _key, ...waiting } = retry ?? {};
  return {
    ...rest,
    feedPosition,
    ...(retry !== undefined && { retry: waiting as NonNullable<Webhook['retry']> }),
    ...(olderSecretUntil !== undefined && { olderSecretUntil }),
  };
};

/** Notes that an organisation has endpoints, so that processes which deliver look there. It stays so. */
const noteOrganisation = Effect.fnUntraced(function* (
  installation: RecordStore,
  id: OrganisationId,
): Effect.fn.Return<void, StorageUnavailable> {
  if ((yield* installation.read('webhookOrganisation', id)) !== undefined) return;
  yield* installation
    .write('webhookOrganisation', id, { content: '{}' }, 0)
    .pipe(Effect.catchTag('VersionConflict', () => Effect.void));
});

/** Makes the administration of an organisation's endpoints. */
export const makeWebhookAdministration = (deps: WebhookAdministrationDependencies): WebhookAdministration => {
  const { organisationId, records, feed, sender, ids } = deps;
  const endpoints = makeEndpointStore(records);
  const log = makeDeliveryLog(records, deps.deliveryDays);

  const show = (endpoint: WebhookEndpoint) =>
    Effect.zipWith(feed.position(), Clock.currentTimeMillis, (position, now) => shown(endpoint, position, now));

  const checked = (settings: WebhookSettings): Effect.Effect<WebhookSettings, InvalidWebhook> => {
    const faults = faultsOf(settings, sender);
    return faults.length > 0 ? Effect.fail(new InvalidWebhook({ faults })) : Effect.succeed(settings);
  };

  /** Fails where the feed does not go on from a position. */
  const known = (after: number): Effect.Effect<unknown, CursorExpired | StorageUnavailable> =>
    feed.read({ after, limit: 1 });

  /** Changes an endpoint by a pure function that is told the time. */
  const change = (id: string, by: (endpoint: WebhookEndpoint, now: number) => WebhookEndpoint) =>
    Effect.flatMap(
      endpoints.change(id, (endpoint) => Effect.map(Clock.currentTimeMillis, (now) => by(endpoint, now))),
      show,
    );

  const found = (id: string) => Effect.map(endpoints.find(id), ({ endpoint }) => endpoint);

  return {
    create: Effect.fnUntraced(function* ({ after, ...settings }) {
      yield* checked(settings);
      if (after !== undefined) yield* known(after);
      if ((yield* endpoints.list).length >= MAX_WEBHOOKS) return yield* new TooManyWebhooks({ maximum: MAX_WEBHOOKS });
      const position = after ?? (yield* feed.position());
      const secret = yield* sender.generateSecret;
      const at = yield* Clock.currentTimeMillis;
      // First: an endpoint that nobody looks at would be worse than a look that finds none.
      yield* noteOrganisation(deps.installation, organisationId);
      const endpoint = newEndpoint(`we_${yield* ids.next}`, settings, { secret, position, at });
      // The id is new.
      yield* endpoints.write(endpoint, 0).pipe(Effect.catchTag('VersionConflict', Effect.die));
      return { webhook: yield* show(endpoint), secret };
    }),
    list: () =>
      Effect.gen(function* () {
        const kept = yield* endpoints.list;
        const [position, now] = [yield* feed.position(), yield* Clock.currentTimeMillis];
        return kept.map(({ endpoint }) => shown(endpoint, position, now));
      }),
    read: (id) => Effect.flatMap(found(id), show),
    change: (id, given) =>
      Effect.flatMap(
        endpoints.change(id, (endpoint) =>
          Effect.map(checked(changedBy(endpoint.settings, given)), (settings) => withSettings(endpoint, settings)),
        ),
        show,
      ),
    test: Effect.fnUntraced(function* (id) {
      const endpoint = yield* found(id);
      const at = yield* Clock.currentTimeMillis;
      const message = webhookTest(organisationId, yield* ids.next, at);
      const { url } = endpoint.settings;
      const answer = yield* sender.send({ url, id: message.id, at, body: message.text, secrets: secretsAt(endpoint, at) });
      const outcome = verdictOf(answer) === 'accepted' ? 'accepted' : 'failed';
      const first = { messageId: message.id, type: 'webhook.test', at } as const;
      return yield* log.note(id, { first, attempt: attemptOf(answer, at, {}), outcome });
    }),
    pause: (id) => change(id, pausedByAdministrator),
    resume: (id) =>
      Effect.flatMap(
        endpoints.change(id, (endpoint) =>
          // A receiver that is only told that there is something new reads the feed by its own position.
          endpoint.settings.mode === 'notify'
            ? Effect.succeed(resumed(endpoint))
            : Effect.as(known(endpoint.position), resumed(endpoint)),
        ),
        show,
      ),
    rotate: Effect.fnUntraced(function* (id) {
      const secret = yield* sender.generateSecret;
      const webhook = yield* change(id, (endpoint, now) => withSecret(endpoint, secret, now));
      return { webhook, secret };
    }),
    replay: (id, replay) =>
      'after' in replay
        ? Effect.flatMap(known(replay.after), () => change(id, (endpoint) => replayedFrom(endpoint, replay.after)))
        : change(id, replayedSetAside),
    remove: (id) => endpoints.remove(id),
    deliveries: (id, page) => Effect.flatMap(found(id), () => log.page(id, page)),
  };
};
