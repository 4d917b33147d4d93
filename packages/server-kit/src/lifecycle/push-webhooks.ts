// Pushes events to webhook endpoints while the server runs. Each of several servers takes the endpoints that no other one serves.
import * as Effect from 'effect/Effect';
import * as Exit from 'effect/Exit';
import * as Fiber from 'effect/Fiber';
import type { FastifyBaseLogger } from 'fastify';
import type { Storage } from '@looop-scim/provisioning/ports';
import { deliverWebhooks, type StoppedEndpoint } from '@looop-scim/provisioning/webhooks';
import type { ComposedServer } from '../composition/compose-server.ts';
import type { ClosableWebhookSender } from '../composition/loaded-when-needed.ts';
import type { Background } from './finish-removals.ts';

/** What is looked after. */
export interface WebhookPushing {
  readonly storage: Pick<Storage, 'records' | 'organisations'>;
  readonly deliveryOf: ComposedServer['deliveryOf'];
  readonly sender: Pick<ClosableWebhookSender, 'close'>;
}

/** What whoever runs the server reads of an endpoint that has stopped. */
const SAYINGS: Readonly<Record<StoppedEndpoint['why'], string>> = {
  failures: 'a webhook endpoint is paused: a message was not accepted in 24 hours',
  eventsExpired: 'a webhook endpoint is paused: the events that come next are not kept any more',
  tooManySetAside: 'a webhook endpoint is paused: more was set aside than is kept',
  gone: 'a webhook endpoint is disabled: the receiver answered 410',
};

/** Begins to push. A storage that fails is logged once, and again when it answers. */
export const pushWebhooks = ({ storage, deliveryOf, sender }: WebhookPushing, log: FastifyBaseLogger): Background => {
  const report = {
    failed: (failure: unknown) => log.warn({ err: failure }, 'webhooks wait for the storage'),
    recovered: () => log.info('webhooks are sent again'),
    broken: (defect: unknown, webhook: string | undefined) =>
      log.error(
        { err: defect, ...(webhook !== undefined && { webhook }) },
        'webhooks: unexpected failure; it is tried again',
      ),
  };
  const work = deliverWebhooks({
    storage,
    report,
    deliveryOf: (organisationId) => ({
      ...deliveryOf(organisationId),
      report: ({ endpointId, why }) => log.warn({ organisationId, webhook: endpointId }, SAYINGS[why]),
    }),
  });
  const fiber = Effect.runFork(work);
  const watch = async (): Promise<void> => {
    const exit = await Effect.runPromise(Fiber.await(fiber));
    if (Exit.isFailure(exit) && !Exit.hasInterrupts(exit))
      log.error({ err: exit.cause }, 'webhooks are no longer sent');
  };
  const done = watch();
  return {
    done,
    stop: async () => {
      // Endpoints are given back, so that another process goes on at once.
      await Effect.runPromise(Fiber.interrupt(fiber));
      await done;
      await Effect.runPromise(sender.close);
    },
  };
};
