// An organisation with a webhook endpoint, a receiver that does as it is told, and a clock that moves when it is moved.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import {
  makeEventFeed,
  type DirectoryEvent,
  type EventFeed,
  type EventMember,
  type EventType,
} from '@looop-scim/provisioning/events';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, Storage } from '@looop-scim/provisioning/ports';
import {
  deliverEndpoint,
  makeWebhookAdministration,
  type DeliveryDependencies,
  type NewWebhook,
  type StoppedEndpoint,
  type WebhookAdministration,
  type WebhookAnswer,
  type WebhookMessage,
} from '@looop-scim/provisioning/webhooks';
import { uuidV7Generator } from '../../support/domain-parts.ts';

export const START = Date.UTC(2026, 10, 27);
export const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000ab');

/** What a receiver answers. */
export type Answering = (message: WebhookMessage) => WebhookAnswer | Effect.Effect<WebhookAnswer>;

export const answered = (
  status: number,
  given: { readonly retryAfterSeconds?: number; readonly text?: string } = {},
): WebhookAnswer => ({
  kind: 'answered',
  status,
  text: '',
  isCut: false,
  durationMs: 1,
  ...given,
});
export const unanswered: WebhookAnswer = { kind: 'timeout', detail: 'no whole answer in time', durationMs: 15_000 };

/** A receiver: what it was sent, and what it accepted, in order. */
class Receiver {
  readonly messages: WebhookMessage[] = [];
  readonly accepted: WebhookMessage[] = [];
  answer: Answering = () => answered(204);

  readonly take = (message: WebhookMessage): Effect.Effect<WebhookAnswer> =>
    Effect.suspend(() => {
      this.messages.push(message);
      const given = this.answer(message);
      return Effect.tap(Effect.isEffect(given) ? given : Effect.succeed(given), (answer) =>
        Effect.sync(() => {
          if (answer.kind === 'answered' && answer.status < 300) this.accepted.push(message);
        }),
      );
    });

  /** Sequences of the events that were accepted. */
  sequences(): readonly number[] {
    return this.accepted.map(({ body }) => (JSON.parse(body) as { readonly sequence: number }).sequence);
  }

  ids(): readonly string[] {
    return this.messages.map(({ id }) => id);
  }
}

/** What happens to the organisation: writes with their events. */
export interface Happenings {
  readonly user: (id: string, type?: EventType, profile?: Readonly<Record<string, string>>) => Effect.Effect<void>;
  readonly members: (groupId: string, userIds: readonly string[]) => Effect.Effect<void>;
}

const cause = { kind: 'scim' } as const;

const userEvent = (id: string, type: EventType, profile: Readonly<Record<string, string>>): DirectoryEvent => ({
  type,
  at: START,
  subject: { type: 'user', id },
  cause,
  data: {
    user: { id, userName: `${id}@acme.example`, active: true, version: 1, mappingVersion: 0, issues: [], profile },
    changes: [],
  },
});

const membersEvent = (id: string, members: readonly EventMember[]): DirectoryEvent => ({
  type: 'group.members_added',
  at: START,
  subject: { type: 'group', id },
  cause,
  data: { group: { id, displayName: id, version: 1 }, members },
});

/** Writes a resource of its own for each event: what matters here is the log. */
const makeHappenings = ({ resources }: OrganisationStorage): Happenings => {
  const write = (event: DirectoryEvent): Effect.Effect<void> =>
    Effect.gen(function* () {
      const id = yield* uuidV7Generator.next;
      const caller = { tokenFingerprint: 'abc', requestId: id };
      const noted = { operation: 'create', outcome: 'applied', changes: [], ignored: [] } as const;
      yield* Effect.orDie(
        resources.create(
          { resourceType: 'User', id },
          {
            ...{ at: START, document: { userName: id }, uniqueKeys: [], memberships: [] },
            ...{ unknownMembers: 'skip', withMemberships: false },
            describe: () => ({ activity: { at: START, caller, resourceType: 'User', ...noted }, events: [event] }),
          },
        ),
      );
    });
  return {
    user: (id, type = 'user.updated', profile = {}) => write(userEvent(id, type, profile)),
    members: (groupId, ids) =>
      write(
        membersEvent(
          groupId,
          ids.map((id) => ({ type: 'user', id })),
        ),
      ),
  };
};

/** Everything of a scene. */
export interface WebhookScene extends Happenings {
  readonly receiver: Receiver;
  readonly webhooks: WebhookAdministration;
  readonly feed: EventFeed;
  readonly deps: DeliveryDependencies;
  readonly ports: OrganisationStorage;
  readonly stopped: StoppedEndpoint[];
  /** Creates an endpoint; its id. */
  readonly endpoint: (given?: Partial<NewWebhook>) => Effect.Effect<string>;
  /** One turn of a process that delivers. */
  readonly deliver: (id: string) => Effect.Effect<void>;
  /** Turns until nothing is left, moving the clock to whatever waits. */
  readonly deliverAll: (id: string) => Effect.Effect<void>;
}

const HOUR_MS = 3_600_000;

/** Makes a scene on a storage. */
export const makeScene = (storage: Storage): WebhookScene => {
  const ports = storage.forOrganisation(ACME);
  const feed = makeEventFeed({ organisation: ACME, events: ports.events });
  const receiver = new Receiver();
  const stopped: StoppedEndpoint[] = [];
  const sender = {
    generateSecret: Effect.map(uuidV7Generator.next, (id) => `whsec_${Buffer.from(id).toString('base64')}`),
    refusalOf: (url: string) => (url.startsWith('https://') ? undefined : 'must begin with https://'),
    send: receiver.take,
  };
  const deps: DeliveryDependencies = {
    ...{ organisationId: ACME, records: ports.records, feed, sender, ids: uuidV7Generator, deliveryDays: 7 },
    report: (each) => void stopped.push(each),
  };
  const webhooks = makeWebhookAdministration({ ...deps, installation: storage.records });
  const deliver: WebhookScene['deliver'] = (id) =>
    Effect.orDie(Effect.flatMap(feed.position(), (last) => deliverEndpoint(deps, id, last)));
  const deliverAll: WebhookScene['deliverAll'] = Effect.fnUntraced(function* (id) {
    for (let turns = 0; turns < 500; turns += 1) {
      yield* deliver(id);
      const { status, retry, position, replaying } = yield* Effect.orDie(webhooks.read(id));
      const last = yield* Effect.orDie(feed.position());
      if (status.kind !== 'active' || (retry === undefined && position === last && !replaying)) return;
      // A lease that somebody has left, or a pause between notifications, is waited for.
      const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis);
      yield* TestClock.setTime(retry?.nextAt ?? now + HOUR_MS / 60);
    }
    return yield* Effect.die(new Error('the deliveries have no end'));
  });
  return {
    ...makeHappenings(ports),
    ...{ receiver, webhooks, feed, deps, ports, stopped, deliver, deliverAll },
    endpoint: (given) => {
      const settings = { url: 'https://platform.example/hooks', mode: 'events', onFailure: 'pause', ...given } as const;
      return Effect.map(Effect.orDie(webhooks.create(settings)), ({ webhook }) => webhook.id);
    },
  };
};
