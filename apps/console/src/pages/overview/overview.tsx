// How provisioning is doing, in one sentence, and what needs attention.
import { Anchor, Button, Group, List, Paper, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import {
  IconActivity,
  IconAlertTriangle,
  IconCircleCheck,
  IconMoonStars,
  IconPlugConnected,
  IconPlugX,
  type Icon,
} from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Health } from '@looop-scim/http-api/contract';
import {
  activityQuery,
  healthQuery,
  organisationQuery,
  RECENT_ACTIVITY,
  tokensQuery,
  WATCH_MS,
} from '../../api/organisation.ts';
import { ActivityList } from '../../parts/activity-list.tsx';
import { clientName } from '../../parts/client-name.ts';
import { Empty } from '../../parts/empty.tsx';
import { Moment, relativeText } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';
import { tokenName, urgencyOf } from '../provisioning/token-state.ts';
import { Chart } from './chart.tsx';
import { OutOfStep } from './out-of-step.tsx';

const route = getRouteApi('/signed-in/o/$organisation/overview');

const LOOKS: Readonly<Record<Health['state'], { readonly icon: Icon; readonly color: string }>> = {
  disabled: { icon: IconPlugX, color: 'gray' },
  neverContacted: { icon: IconPlugConnected, color: 'blue' },
  wrongToken: { icon: IconAlertTriangle, color: 'red' },
  failing: { icon: IconAlertTriangle, color: 'red' },
  quiet: { icon: IconMoonStars, color: 'gray' },
  healthy: { icon: IconCircleCheck, color: 'teal' },
};

const Fact = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Stack gap={0}>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    <Text size="sm" component="div">
      {children}
    </Text>
  </Stack>
);

const HealthCard = ({ health, organisation }: { readonly health: Health; readonly organisation: string }) => {
  const { icon: Shown, color } = LOOKS[health.state];
  const { title, hint } = text.overview.health[health.state];
  const { data: about } = useQuery(organisationQuery(organisation));
  const { data: tokens = [] } = useQuery(tokensQuery(organisation));
  const used = tokens.find(({ fingerprint }) => fingerprint === health.lastToken);
  return (
    <Paper withBorder p="lg" aria-live="polite">
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon size={44} radius="xl" variant="light" color={color}>
          <Shown size={26} aria-hidden />
        </ThemeIcon>
        <Stack gap="xs" flex={1}>
          <div>
            <Title order={2} size="h3">
              {title}
            </Title>
            <Text c="dimmed">{health.state === 'disabled' ? (about?.hint ?? hint) : hint}</Text>
          </div>
          {health.state === 'neverContacted' && (
            <Button component={Link} to={`/o/${organisation}/provisioning`} w="fit-content">
              {text.overview.setUp}
            </Button>
          )}
          <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
            <Fact title={text.overview.lastContact}>
              {health.lastContactAt === undefined ? text.common.never : <Moment at={health.lastContactAt} />}
            </Fact>
            {health.lastClient !== undefined && (
              <Fact title={text.overview.lastClient}>{clientName(health.lastClient)}</Fact>
            )}
            {health.lastToken !== undefined && (
              <Fact title={text.overview.lastToken}>
                {used === undefined ? <span className="code">{health.lastToken}</span> : tokenName(used)}
              </Fact>
            )}
            {health.lastWrongTokenAt !== undefined && (
              <Fact title={text.overview.lastWrongToken}>
                <Moment at={health.lastWrongTokenAt} />
              </Fact>
            )}
            {about !== undefined && (
              <Fact title={text.overview.inDirectory}>
                {text.common.people(about.users)}, {text.common.groups(about.groups)}
              </Fact>
            )}
          </SimpleGrid>
        </Stack>
      </Group>
    </Paper>
  );
};

/** That a token expires, the more pressing the sooner it is. */
const expirySentence = (token: string, expiresAt: string): string => {
  const { title, hint } = text.provisioning.expiry[urgencyOf(expiresAt) ?? 'month'];
  return `${title(token, relativeText(expiresAt))}. ${hint}`;
};

const Attention = ({ health, organisation }: { readonly health: Health; readonly organisation: string }) => {
  const { data: tokens = [] } = useQuery(tokensQuery(organisation));
  const { attentions } = text.overview;
  const nameOf = (fingerprint: string | undefined): string => {
    const token = tokens.find((one) => one.fingerprint === fingerprint);
    return token === undefined ? (fingerprint ?? '') : tokenName(token);
  };
  const sentence = ({ kind, fingerprint, expiresAt, count = 0 }: Health['attention'][number]): string => {
    switch (kind) {
      case 'noValidToken':
        return attentions.noValidToken;
      case 'tokenExpires':
        return expirySentence(nameOf(fingerprint), expiresAt ?? '');
      case 'refusedRequests':
        return attentions.refusedRequests(count);
      case 'ignoredAttributes':
        return attentions.ignoredAttributes(count);
    }
  };
  const whereOf = (kind: Health['attention'][number]['kind']): string => {
    if (kind === 'refusedRequests') return `/o/${organisation}/activity?outcome=refused`;
    return kind === 'ignoredAttributes'
      ? `/o/${organisation}/activity?outcome=ignored`
      : `/o/${organisation}/provisioning`;
  };
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {text.overview.attention}
      </Title>
      {health.attention.length === 0 ? (
        <Text c="dimmed">{text.overview.nothing}</Text>
      ) : (
        <List spacing={4}>
          {health.attention.map((one) => (
            <List.Item key={`${one.kind} ${one.fingerprint ?? ''}`}>
              {sentence(one)}{' '}
              <Anchor component={Link} to={whereOf(one.kind)}>
                {one.kind === 'refusedRequests' || one.kind === 'ignoredAttributes'
                  ? text.overview.look.requests
                  : text.overview.look.tokens}
              </Anchor>
            </List.Item>
          ))}
        </List>
      )}
    </section>
  );
};

const Recent = ({ organisation }: { readonly organisation: string }) => {
  const { data, error } = useInfiniteQuery({
    ...activityQuery(organisation, {}, RECENT_ACTIVITY),
    refetchInterval: WATCH_MS,
  });
  const entries = data?.pages[0]?.entries;
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {text.overview.recent}
        </Title>
        <Anchor component={Link} to={`/o/${organisation}/activity`} size="sm">
          {text.overview.allActivity}
        </Anchor>
      </Group>
      {error !== null && <Problem error={error} />}
      {entries?.length === 0 && (
        <Empty icon={IconActivity} title={text.overview.noActivity}>
          {text.overview.noActivityHint}
        </Empty>
      )}
      {entries !== undefined && entries.length > 0 && <ActivityList entries={entries} />}
    </section>
  );
};

export const Overview = () => {
  const { organisation } = route.useParams();
  const { data: health, error, refetch } = useQuery(healthQuery(organisation));
  return (
    <>
      <PageTitle title={text.overview.title} />
      {health === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Problem error={error} retry={() => void refetch()} />
        )
      ) : (
        <Stack gap="xl">
          <HealthCard health={health} organisation={organisation} />
          <Attention health={health} organisation={organisation} />
          <Chart organisation={organisation} />
          <OutOfStep organisation={organisation} />
          <Recent organisation={organisation} />
        </Stack>
      )}
    </>
  );
};
