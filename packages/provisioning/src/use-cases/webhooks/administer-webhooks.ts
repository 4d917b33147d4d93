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
import { changedSettings, settingsFaults } from '../../delivery/check-settings.ts';
import { verdictOf } from '../../delivery/verdict.ts';
import { attemptOf } from '../../delivery/webhook-delivery.ts';
import type { WebhookEndpoint, WebhookSettings } from '../../delivery/webhook-endpoint.ts';
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { CursorExpired, EventFeed } from '../../ports/inbound/event-feed.ts';
import {
  InvalidWebhook,
  MAX_WEBHOOKS,
  TooManyWebhooks,
  type WebhookAdministration,
} from '../../ports/inbound/webhook-administration.ts';
import type { IdGenerator } from '../../ports/outbound/identifiers.ts';
import type { RecordStore } from '../../ports/outbound/record-store.ts';
import type { WebhookSender } from '../../ports/outbound/webhook-sender.ts';
import { makeDeliveryLog } from './delivery-log.ts';
import { makeEndpointStore } from './endpoint-store.ts';
import { webhookTest } from './messages.ts';
import { shownWebhook } from './shown-webhook.ts';

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

/** Notes that an organisation has endpoints, so that processes which deliver look there. It stays so. */
const noteOrganisation = (
  installation: RecordStore,
  id: OrganisationId,
): Effect.Effect<unknown, StorageUnavailable> =>
  installation
    .write('webhookOrganisation', id, { content: '{}' }, 0)
    // It is noted already.
    .pipe(Effect.catchTag('VersionConflict', () => Effect.void));

/** What the parts of the administration share. */
const makeParts = (deps: WebhookAdministrationDependencies) => {
  const { records, feed, sender } = deps;
  const endpoints = makeEndpointStore(records);

  const show = (endpoint: WebhookEndpoint) =>
    Effect.zipWith(feed.position(), Clock.currentTimeMillis, (position, now) => shownWebhook(endpoint, position, now));

  return {
    deps,
    endpoints,
    log: makeDeliveryLog(records, deps.deliveryDays),
    show,
    checked: (settings: WebhookSettings): Effect.Effect<WebhookSettings, InvalidWebhook> => {
      const faults = settingsFaults(settings, sender);
      return faults.length > 0 ? Effect.fail(new InvalidWebhook({ faults })) : Effect.succeed(settings);
    },
    /** Fails where the feed does not go on from a position. */
    known: (after: number): Effect.Effect<unknown, CursorExpired | StorageUnavailable> =>
      feed.read({ after, limit: 1 }),
    /** Changes an endpoint by a pure function that is told the time. */
    change: (id: string, by: (endpoint: WebhookEndpoint, now: number) => WebhookEndpoint) =>
      Effect.flatMap(
        endpoints.change(id, (endpoint) => Effect.map(Clock.currentTimeMillis, (now) => by(endpoint, now))),
        show,
      ),
    found: (id: string) => Effect.map(endpoints.find(id), ({ endpoint }) => endpoint),
  };
};

type Parts = ReturnType<typeof makeParts>;

const makeCreate = ({ deps, endpoints, checked, known, show }: Parts): WebhookAdministration['create'] =>
  Effect.fnUntraced(function* ({ after, ...settings }) {
    yield* checked(settings);
    if (after !== undefined) yield* known(after);
    if ((yield* endpoints.list).length >= MAX_WEBHOOKS) return yield* new TooManyWebhooks({ maximum: MAX_WEBHOOKS });
    const position = after ?? (yield* deps.feed.position());
    const secret = yield* deps.sender.generateSecret;
    const at = yield* Clock.currentTimeMillis;
    // First: an endpoint that nobody looks at would be worse than a look that finds none.
    yield* noteOrganisation(deps.installation, deps.organisationId);
    const endpoint = newEndpoint(`we_${yield* deps.ids.next}`, settings, { secret, position, at });
    // The id is new.
    yield* endpoints.write(endpoint, 0).pipe(Effect.catchTag('VersionConflict', Effect.die));
    return { webhook: yield* show(endpoint), secret };
  });

const makeTest = ({ deps, log, found }: Parts): WebhookAdministration['test'] =>
  Effect.fnUntraced(function* (id) {
    const endpoint = yield* found(id);
    const at = yield* Clock.currentTimeMillis;
    const { id: messageId, text: body } = webhookTest(deps.organisationId, yield* deps.ids.next, at);
    const { url } = endpoint.settings;
    const answer = yield* deps.sender.send({ url, id: messageId, at, body, secrets: secretsAt(endpoint, at) });
    const outcome = verdictOf(answer) === 'accepted' ? 'accepted' : 'failed';
    const first = { messageId, type: 'webhook.test', at } as const;
    return yield* log.note(id, { first, attempt: attemptOf(answer, at, {}), outcome });
  });

/** What changes where an endpoint stands. */
const makeMoves = ({
  endpoints,
  known,
  change,
  show,
}: Parts): Pick<WebhookAdministration, 'pause' | 'resume' | 'replay'> => ({
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
  replay: (id, replay) =>
    'after' in replay
      ? Effect.flatMap(known(replay.after), () => change(id, (endpoint) => replayedFrom(endpoint, replay.after)))
      : change(id, replayedSetAside),
});

/** Makes the administration of an organisation's endpoints. */
export const makeWebhookAdministration = (deps: WebhookAdministrationDependencies): WebhookAdministration => {
  const parts = makeParts(deps);
  const { endpoints, checked, change, found, show, log } = parts;
  return {
    ...makeMoves(parts),
    create: makeCreate(parts),
    test: makeTest(parts),
    list: Effect.fnUntraced(function* () {
      const kept = yield* endpoints.list;
      const [position, now] = [yield* deps.feed.position(), yield* Clock.currentTimeMillis];
      return kept.map(({ endpoint }) => shownWebhook(endpoint, position, now));
    }),
    read: (id) => Effect.flatMap(found(id), show),
    change: (id, given) =>
      Effect.flatMap(
        endpoints.change(id, (endpoint) =>
          Effect.map(checked(changedSettings(endpoint.settings, given)), (settings) =>
            withSettings(endpoint, settings),
          ),
        ),
        show,
      ),
    rotate: Effect.fnUntraced(function* (id) {
      const secret = yield* deps.sender.generateSecret;
      const webhook = yield* change(id, (endpoint, now) => withSecret(endpoint, secret, now));
      return { webhook, secret };
    }),
    remove: (id) => endpoints.remove(id),
    deliveries: (id, page) => Effect.flatMap(found(id), () => log.page(id, page)),
  };
};
