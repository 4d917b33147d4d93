// What was sent to an endpoint, and what the receiver answered.
import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Delivery, Webhook } from '@looop-scim/http-api/contract';
import { deliveriesQuery } from '../../api/events.ts';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';

const words = text.events;

const Answer = ({ attempt }: { readonly attempt: Delivery['attempts'][number] }) => {
  const { status, failure, durationMs, text: said } = attempt;
  return (
    <>
      <Text size="sm">
        {status !== undefined && words.answer(status, durationMs)}
        {failure !== undefined && words.failures[failure]}
      </Text>
      {said !== undefined && said !== '' && (
        <Text size="xs" c="dimmed" className="code" lineClamp={3}>
          {said}
        </Text>
      )}
    </>
  );
};

const DeliveryRow = ({ delivery }: { readonly delivery: Delivery }) => {
  const { messageId, type, sequence, outcome, attempts, attemptCount, firstAttemptAt, nextAttemptAt } = delivery;
  const last = attempts.at(-1);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" className="code">
          {type}
          {sequence === undefined ? '' : ` ${sequence}`}
        </Text>
        <Text size="xs" c="dimmed" className="code">
          {messageId}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge>{words.outcomes[outcome]}</Badge>
        <Text size="xs" c="dimmed" component="div">
          {words.attempts(attemptCount)}
          {nextAttemptAt !== undefined && (
            <>
              , <Moment at={nextAttemptAt} />
            </>
          )}
        </Text>
      </Table.Td>
      <Table.Td>{last !== undefined && <Answer attempt={last} />}</Table.Td>
      <Table.Td>
        <Moment at={firstAttemptAt} />
      </Table.Td>
    </Table.Tr>
  );
};

export const Deliveries = ({ organisation, webhook }: { readonly organisation: string; readonly webhook: Webhook }) => {
  const asked = useInfiniteQuery(deliveriesQuery(organisation, webhook.id));
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = asked;
  if (data === undefined) return error === null ? <Waiting /> : <Problem error={error} />;
  const deliveries = data.pages.flatMap((page) => page.deliveries);
  if (deliveries.length === 0) return <Text c="dimmed">{words.noDeliveries}</Text>;
  const { message, outcome, answer, at } = words.deliveryColumns;
  return (
    <Stack gap="xs">
      <WideTable minWidth={640} maxHeight={420} label={`${words.deliveries}: ${webhook.url}`}>
        <Table stickyHeader verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {[message, outcome, answer, at].map((title) => (
                <Table.Th key={title}>{title}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {deliveries.map((delivery) => (
              <DeliveryRow key={`${delivery.messageId} ${delivery.firstAttemptAt}`} delivery={delivery} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {hasNextPage && (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {text.common.more}
        </Button>
      )}
    </Stack>
  );
};
