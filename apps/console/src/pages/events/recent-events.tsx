// The newest events of the feed.
import { Group, Paper, Table, Text, Title } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { eventsQuery, type FeedEvent } from '../../api/events.ts';
import { Empty } from '../../parts/empty.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';

const words = text.events;

const subjectOf = ({ data: { user, group }, erased }: FeedEvent): string => {
  if (erased === true) return words.erased;
  return user?.userName ?? group?.displayName ?? user?.id ?? group?.id ?? '';
};

const EventTable = ({ events }: { readonly events: readonly FeedEvent[] }) => (
  <Paper withBorder>
    <WideTable minWidth={640} label={words.recent}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right">{words.columns.sequence}</Table.Th>
            <Table.Th>{words.columns.type}</Table.Th>
            <Table.Th>{words.columns.subject}</Table.Th>
            <Table.Th>{words.columns.cause}</Table.Th>
            <Table.Th>{words.columns.at}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.id}>
              <Table.Td ta="right">{event.sequence}</Table.Td>
              <Table.Td className="code">{event.type}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{subjectOf(event)}</Table.Td>
              <Table.Td>{words.causes[event.cause.kind] ?? event.cause.kind}</Table.Td>
              <Table.Td>
                <Moment at={event.timestamp} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  </Paper>
);

export const RecentEvents = ({ organisation }: { readonly organisation: string }) => {
  const { data: events, error, refetch } = useQuery(eventsQuery(organisation));
  return (
    <section aria-labelledby="recent-events">
      <Group gap="sm" align="baseline" mb="xs">
        <Title order={2} size="h4" id="recent-events">
          {words.recent}
        </Title>
        <Text size="sm" c="dimmed">
          {words.recentHint}
        </Text>
      </Group>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {events === undefined && error === null && <Waiting />}
      {events?.length === 0 && (
        <Empty icon={IconBolt} title={words.noEvents}>
          {words.noEventsHint}
        </Empty>
      )}
      {events !== undefined && events.length > 0 && <EventTable events={events} />}
    </section>
  );
};
