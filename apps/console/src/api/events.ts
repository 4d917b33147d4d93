// What the pages ask of the feed of events and of the webhooks that push it.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { DeliveryPage, NewWebhook, Webhook, WebhookWithSecret } from '@looop-scim/http-api/contract';
import { api } from './client.ts';
import { WATCH_MS } from './organisation.ts';

/** Events that are shown, the newest. */
const RECENT = 50;
const DELIVERIES = 50;

/** An event, as far as the pages show it. */
export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly sequence: number;
  readonly cause: { readonly kind: string };
  readonly data: {
    readonly user?: { readonly id: string; readonly userName?: string };
    readonly group?: { readonly id: string; readonly displayName: string };
    readonly members?: readonly unknown[];
  };
  readonly erased?: true;
}

interface Position {
  readonly feedPosition: number;
}

/** The newest events, the newest first. */
export const eventsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'events'],
    queryFn: async ({ signal }) => {
      const { feedPosition } = await api<Position>('/users', { organisation, signal, query: { limit: 1 } });
      const after = Math.max(0, feedPosition - RECENT);
      const { events } = await api<{ readonly events: readonly FeedEvent[] }>('/events', {
        organisation,
        signal,
        query: { after, limit: RECENT },
      });
      return events.toReversed();
    },
    refetchInterval: WATCH_MS,
  });

export const webhooksKey = (organisation: string) => [organisation, 'webhooks'] as const;

export const webhooksQuery = (organisation: string) =>
  queryOptions({
    queryKey: webhooksKey(organisation),
    queryFn: async ({ signal }) =>
      (await api<{ readonly webhooks: readonly Webhook[] }>('/webhooks', { organisation, signal })).webhooks,
    refetchInterval: WATCH_MS,
  });

export const deliveriesQuery = (organisation: string, webhookId: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'deliveries', webhookId],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<DeliveryPage>(`/webhooks/${encodeURIComponent(webhookId)}/deliveries`, {
        organisation,
        signal,
        query: { limit: DELIVERIES, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: WATCH_MS,
  });

export const createWebhook = (organisation: string, body: NewWebhook) =>
  api<WebhookWithSecret>('/webhooks', { organisation, method: 'POST', body });

export type WebhookAction = 'test' | 'pause' | 'resume' | 'rotate' | 'replay';

/** Does something with an endpoint. */
export const actOn = <Answer>(organisation: string, webhookId: string, action: WebhookAction, body?: unknown) =>
  api<Answer>(`/webhooks/${encodeURIComponent(webhookId)}/${action}`, {
    organisation,
    method: 'POST',
    ...(body !== undefined && { body }),
  });

export const removeWebhook = (organisation: string, webhookId: string) =>
  api(`/webhooks/${encodeURIComponent(webhookId)}`, { organisation, method: 'DELETE' });
