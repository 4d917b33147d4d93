// One endpoint: how it is doing, what can be done with it, what was sent.
import { Badge, Button, Collapse, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery, Webhook, WebhookWithSecret } from '@looop-scim/http-api/contract';
import { actOn, webhooksKey, type WebhookAction } from '../../api/events.ts';
import { Moment, relativeText } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { Deliveries } from './deliveries.tsx';
import { RemoveDialog, ReplayDialog, SecretDialog } from './webhook-dialogs.tsx';

const words = text.events;

interface CardProps {
  readonly organisation: string;
  readonly webhook: Webhook;
  readonly mayChange: boolean;
}

const State = ({ webhook }: Pick<CardProps, 'webhook'>) => {
  const { status, statusReason, statusSince, position, feedPosition, retry, setAside, olderSecretUntil } = webhook;
  const behind = feedPosition - position;
  return (
    <Stack gap={2}>
      <Text size="sm" component="div">
        {behind <= 0 ? words.upToDate : words.waiting(behind)}
        {statusSince !== undefined && (
          <>
            {' · '}
            {words.states[status]} <Moment at={statusSince} />
          </>
        )}
      </Text>
      {statusReason !== undefined && <Text size="sm">{words.reasons[statusReason]}</Text>}
      {status === 'disabled' && <Text size="sm">{words.gone}</Text>}
      {retry !== undefined && <Text size="sm">{words.retry(retry.attempts, relativeText(retry.nextAttemptAt))}</Text>}
      {setAside.length > 0 && <Text size="sm">{words.setAside(setAside.length)}</Text>}
      {olderSecretUntil !== undefined && (
        <Text size="sm" c="dimmed">
          {words.olderSecret(relativeText(olderSecretUntil))}
        </Text>
      )}
    </Stack>
  );
};

interface Asked {
  readonly action: WebhookAction;
  readonly body?: unknown;
}

const Actions = ({ organisation, webhook }: CardProps) => {
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const [dialog, setDialog] = useState<'replay' | 'remove'>();
  const act = useMutation({
    mutationFn: ({ action, body }: Asked) =>
      actOn<Partial<WebhookWithSecret & Delivery>>(organisation, webhook.id, action, body),
    onSuccess: async (answer, { action }) => {
      await client.invalidateQueries({ queryKey: webhooksKey(organisation) });
      await client.invalidateQueries({ queryKey: [organisation, 'deliveries', webhook.id] });
      if (answer.secret !== undefined) return setSecret(answer.secret);
      const isAccepted = answer.outcome === 'accepted';
      const tested = isAccepted ? words.tested.accepted : words.tested.other;
      notifications.show({
        message: action === 'test' ? tested : words.done,
        color: action !== 'test' || isAccepted ? 'teal' : 'red',
      });
    },
  });
  const button = (label: string, asked: Asked) => (
    <Button
      key={label}
      size="compact-sm"
      variant="default"
      loading={act.isPending && act.variables.action === asked.action}
      onClick={() => act.mutate(asked)}
    >
      {label}
    </Button>
  );
  const close = (): void => setDialog(undefined);
  return (
    <>
      {act.isError && <Problem error={act.error} />}
      <Group gap="xs" role="group" aria-label={words.actionsOf(webhook.url)}>
        {button(words.test, { action: 'test' })}
        {webhook.status === 'active'
          ? button(words.pause, { action: 'pause' })
          : button(words.resume, { action: 'resume' })}
        {button(words.rotate, { action: 'rotate' })}
        {webhook.setAside.length > 0 && button(words.sendSetAside, { action: 'replay', body: { setAside: true } })}
        <Button size="compact-sm" variant="default" onClick={() => setDialog('replay')}>
          {words.replay}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setDialog('remove')}>
          {words.remove}
        </Button>
      </Group>
      {dialog === 'replay' && <ReplayDialog organisation={organisation} webhook={webhook} close={close} />}
      {dialog === 'remove' && <RemoveDialog organisation={organisation} webhook={webhook} close={close} />}
      {secret !== undefined && <SecretDialog secret={secret} close={() => setSecret(undefined)} />}
    </>
  );
};

export const WebhookCard = (props: CardProps) => {
  const { webhook, mayChange } = props;
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={3} size="h5" className="code">
              {webhook.url}
            </Title>
            {webhook.description !== undefined && (
              <Text size="sm" c="dimmed">
                {webhook.description}
              </Text>
            )}
          </div>
          <Badge style={{ flexShrink: 0 }}>{words.states[webhook.status]}</Badge>
        </Group>
        <State webhook={webhook} />
        {mayChange && <Actions {...props} />}
        <Button size="compact-sm" variant="default" w="fit-content" onClick={toggle} aria-expanded={isOpen}>
          {isOpen ? words.hideDeliveries : words.showDeliveries}
        </Button>
        <Collapse expanded={isOpen}>{isOpen && <Deliveries {...props} />}</Collapse>
      </Stack>
    </Paper>
  );
};
