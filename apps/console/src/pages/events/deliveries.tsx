// What was sent to an endpoint, and what the receiver answered.
import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery, Webhook } from '@looop-scim/http-api/contract';
import { deliveriesQuery } from '../../api/events.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { ReplayDialog } from './webhook-dialogs.tsx';

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

interface RowProps {
  readonly delivery: Delivery;
  /** Absent: whoever looks may change nothing. */
  readonly replay?: (from: number) => void;
}

const DeliveryRow = ({ delivery, replay }: RowProps) => {
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
      {replay !== undefined && (
        <Table.Td ta="right">
          {sequence !== undefined && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={words.replayFromHere(sequence)}
              onClick={() => replay(sequence - 1)}
            >
              {words.fromHere}
            </Button>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
};

interface DeliveriesProps {
  readonly organisation: string;
  readonly webhook: Webhook;
  readonly mayChange: boolean;
}

export const Deliveries = ({ organisation, webhook, mayChange }: DeliveriesProps) => {
  const [from, setFrom] = useState<number>();
  const asked = useInfiniteQuery(deliveriesQuery(organisation, webhook.id));
  const { data, error } = asked;
  if (data === undefined) return error === null ? <Waiting /> : <Problem error={error} />;
  const deliveries = data.pages.flatMap((page) => page.deliveries);
  if (deliveries.length === 0) return <Text c="dimmed">{words.noDeliveries}</Text>;
  const { message, outcome, answer, at } = words.deliveryColumns;
  return (
    <Stack gap="xs">
      <WideTable minWidth={640} maxHeight={420} label={`${words.deliveries}: ${webhook.url}`}>
        <Table stickyHeader verticalSpacing="xs">
          <ColumnHeads
            titles={[message, outcome, answer, at]}
            actions={mayChange ? words.deliveryColumns.actions : undefined}
          />
          <Table.Tbody>
            {deliveries.map((delivery) => (
              <DeliveryRow
                key={`${delivery.messageId} ${delivery.firstAttemptAt}`}
                delivery={delivery}
                {...(mayChange && { replay: setFrom })}
              />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {from !== undefined && (
        <ReplayDialog organisation={organisation} webhook={webhook} from={from} close={() => setFrom(undefined)} />
      )}
      <MoreButton of={asked} size="xs" />
    </Stack>
  );
};
