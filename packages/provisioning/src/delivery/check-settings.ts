// What the settings of an endpoint may be.
import { EVENT_TYPES } from '../events/directory-event.ts';
import type { WebhookChange, WebhookFault } from '../ports/inbound/webhook-administration.ts';
import type { WebhookSender } from '../ports/outbound/webhook-sender.ts';
import { isPlainText, PLAIN_TEXT } from '../rules/plain-text.ts';
import type { WebhookSettings } from './webhook-endpoint.ts';

const MAX_URL = 2048;
const MAX_DESCRIPTION = 200;

/** Everything that is wrong with settings. */
export const settingsFaults = (
  { url, description = '', types, mode, onFailure }: WebhookSettings,
  { refusalOf }: Pick<WebhookSender, 'refusalOf'>,
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
    !isPlainText(description) && { field: 'description', reason: `must have ${PLAIN_TEXT}` },
    types?.length === 0 && { field: 'types', reason: 'must name a type; without it all are sent' },
    unknown.length > 0 && { field: 'types', reason: `there is no ${unknown.join(', ')}` },
    mode === 'notify' &&
      onFailure === 'setAside' && { field: 'onFailure', reason: 'a notification cannot be set aside: use pause' },
  ];
  return faults.filter((fault) => fault !== false);
};

/** The settings after a change. */
export const changedSettings = (
  settings: WebhookSettings,
  { types, description, ...rest }: WebhookChange,
): WebhookSettings => {
  const { types: oldTypes, description: oldDescription, ...others } = settings;
  const next = {
    types: types === undefined ? oldTypes : types,
    description: description ?? (description === null ? undefined : oldDescription),
  };
  return {
    ...others,
    ...rest,
    ...(next.types !== undefined && next.types !== null && { types: next.types }),
    ...(next.description !== undefined && { description: next.description }),
  };
};
