// What changed for the learning platform, and where it is pushed to.
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { webhooksQuery } from '../../api/events.ts';
import { organisationQuery } from '../../api/organisation.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';
import { RecentEvents } from './recent-events.tsx';
import { WebhookCard } from './webhook-card.tsx';
import { AddDialog } from './webhook-dialogs.tsx';

const route = getRouteApi('/signed-in/o/$organisation/events');
const words = text.events;

const Webhooks = ({ organisation }: { readonly organisation: string }) => {
  const { data: webhooks, error, refetch } = useQuery(webhooksQuery(organisation));
  const { data: about } = useQuery(organisationQuery(organisation));
  const [isAdding, setAdding] = useState(false);
  const mayChange = about?.role === 'administrator';
  return (
    <section aria-labelledby="webhooks">
      <Group justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={2} size="h4" id="webhooks">
            {words.webhooks}
          </Title>
          <Text size="sm" c="dimmed" maw="44rem">
            {words.webhooksHint} {about?.role === 'viewer' && words.viewer}
          </Text>
        </div>
        {mayChange && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </Group>
      <Stack>
        {error !== null && <Problem error={error} retry={() => void refetch()} />}
        {webhooks === undefined && error === null && <Waiting />}
        {webhooks?.length === 0 && (
          <Empty icon={IconWebhook} title={words.none}>
            {words.noneHint}
          </Empty>
        )}
        {webhooks?.map((webhook) => (
          <WebhookCard key={webhook.id} organisation={organisation} webhook={webhook} mayChange={mayChange} />
        ))}
      </Stack>
      {isAdding && <AddDialog organisation={organisation} close={() => setAdding(false)} />}
    </section>
  );
};

export const Events = () => {
  const { organisation } = route.useParams();
  return (
    <>
      <PageTitle title={words.title}>{words.intro}</PageTitle>
      <Stack gap="xl">
        <Webhooks organisation={organisation} />
        <RecentEvents organisation={organisation} />
      </Stack>
    </>
  );
};
