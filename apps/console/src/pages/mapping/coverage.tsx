// What people have of what the mapping needs, and what arrived that nobody knows.
import { Button, Group, Paper, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Arrivals } from '@looop-scim/http-api/contract';
import { coverageQuery, summaryQuery } from '../../api/mapping.ts';
import { arrivalsQuery } from '../../api/watch.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { addedUp, type FieldCount } from './added-up.ts';
import { arrivalOf } from './arrival.ts';
import type { MappingTabProps } from './tabs.ts';

const words = text.mapping.coverage;
const PERCENT = 100;

const Share = ({
  having,
  people,
  label,
}: {
  readonly having: number;
  readonly people: number;
  readonly label: string;
}) => (
  <Stack gap={2}>
    <Text size="sm">{words.of(having, people)}</Text>
    <Progress value={people === 0 ? 0 : (having / people) * PERCENT} aria-label={label} color="teal" size="sm" />
  </Stack>
);

interface FieldRowProps {
  readonly count: FieldCount;
  readonly people: number;
  /** Absent until it is known. */
  readonly arrivals: Arrivals | undefined;
}

/** When an attribute came last; nothing of one that nobody has. */
const Arrival = ({ attribute, arrivals }: { readonly attribute: string; readonly arrivals: Arrivals | undefined }) => {
  const at = arrivals && arrivalOf(arrivals, attribute);
  if (at !== undefined) {
    return (
      <>
        , {words.arrived} <Moment at={at} />
      </>
    );
  }
  return arrivals?.isPartial === true ? `, ${words.arrivedLongAgo}` : null;
};

const FieldRow = ({ count, people, arrivals }: FieldRowProps) => (
  <Table.Tr>
    <Table.Th scope="row" className="code" style={{ whiteSpace: 'nowrap' }}>
      {count.field}
    </Table.Th>
    <Table.Td miw={160}>
      <Share having={count.people} people={people} label={count.field} />
      {count.otherwise > 0 && (
        <Text size="xs" c="dimmed">
          {words.otherwise(count.otherwise)}
        </Text>
      )}
    </Table.Td>
    <Table.Td>
      {count.attributes.map(({ attribute, people: having }) => (
        <Text
          key={attribute}
          size="sm"
          component="div"
          style={{ overflowWrap: 'anywhere' }}
          {...(having > 0 && { c: 'dimmed' })}
        >
          <span className="code">{attribute}</span>: {having === 0 ? words.never : words.of(having, people)}
          {having > 0 && <Arrival attribute={attribute} arrivals={arrivals} />}
        </Text>
      ))}
      {count.unknownValues.length > 0 && (
        <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {words.unknown}: {count.unknownValues.map(({ value, people: having }) => `${value} (${having})`).join(', ')}
        </Text>
      )}
    </Table.Td>
  </Table.Tr>
);

const Fields = ({ organisation, version }: { readonly organisation: string; readonly version: number }) => {
  const found = useInfiniteQuery(coverageQuery(organisation, version));
  const { data: arrivals } = useQuery(arrivalsQuery(organisation));
  const { hasNextPage, isFetching, fetchNextPage, refetch } = found;
  // Part after part, until everybody was looked at or somebody leaves the page.
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const { people, fields } = addedUp(pages);
        if (people === 0) {
          return (
            <Empty icon={IconUsers} title={words.nobody}>
              {words.nobodyHint}
            </Empty>
          );
        }
        return (
          <Stack gap="sm">
            <Group justify="space-between">
              <Text size="sm" c="dimmed" role="status">
                {words.looked(people, !hasNextPage)}
              </Text>
              <Button size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
                {words.again}
              </Button>
            </Group>
            <WideTable label={words.table} minWidth={640}>
              <Table verticalSpacing="sm" withTableBorder>
                <ColumnHeads titles={[words.field, words.share, words.attributes]} />
                <Table.Tbody>
                  {fields.map((count) => (
                    <FieldRow key={count.field} count={count} people={people} arrivals={arrivals} />
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
            <Text size="sm" c="dimmed">
              {words.neverHint}
            </Text>
          </Stack>
        );
      }}
    </Loaded>
  );
};

const Strangers = ({ organisation }: { readonly organisation: string }) => (
  <Paper withBorder p="lg" component="section" aria-labelledby="strangers">
    <Title order={2} size="h4" id="strangers">
      {words.strangers}
    </Title>
    <Text size="sm" c="dimmed" mb="md">
      {words.strangersHint}
    </Text>
    <Loaded query={useQuery(summaryQuery(organisation))}>
      {({ unknownAttributes, isPartial }) =>
        unknownAttributes.length === 0 ? (
          <Text>{words.noStrangers}</Text>
        ) : (
          <WideTable label={words.strangers} minWidth={640}>
            <Table verticalSpacing="sm">
              <ColumnHeads titles={[words.attribute, words.sentFor, words.last, words.meant]} />
              <Table.Tbody>
                {unknownAttributes.map(({ attribute, resourceType, resources, isAtLeast, lastAt, suggestion }) => (
                  <Table.Tr key={`${resourceType} ${attribute}`}>
                    <Table.Th scope="row" className="code">
                      {attribute}
                    </Table.Th>
                    <Table.Td>
                      {(resourceType === 'Group' ? words.groups : words.people)(resources, isAtLeast)}
                    </Table.Td>
                    <Table.Td>
                      <Moment at={lastAt} />
                    </Table.Td>
                    <Table.Td>{suggestion !== undefined && <CopyText value={suggestion} />}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {isPartial && <Text size="sm">{words.partial}</Text>}
          </WideTable>
        )
      }
    </Loaded>
  </Paper>
);

export const Coverage = ({ organisation, saved }: MappingTabProps) => (
  <Stack gap="lg">
    <Text c="dimmed">{words.intro}</Text>
    <Fields organisation={organisation} version={saved.version} />
    <Strangers organisation={organisation} />
  </Stack>
);
