// What people did with their accounts, newest first.
import { Stack, Table, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '@looop-scim/http-api/contract';
import { auditQuery } from '../api/team.ts';
import { ColumnHeads } from './column-heads.tsx';
import { MoreButton } from './more-button.tsx';
import { WideTable } from './wide-table.tsx';
import { text } from '../text/en.ts';
import { Empty } from './empty.tsx';
import { Loaded } from './loaded.tsx';
import { Moment } from './moment.tsx';

const words = text.team.audit;

const targetOf = ({ target }: AuditEntry): string =>
  Object.entries(target)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

const Row = ({ entry }: { readonly entry: AuditEntry }) => (
  <Table.Tr>
    <Table.Td style={{ whiteSpace: 'nowrap' }}>
      <Moment at={entry.at} />
    </Table.Td>
    <Table.Td style={{ overflowWrap: 'anywhere' }}>{entry.actor.email}</Table.Td>
    <Table.Td>
      {words.actions[entry.action] ?? entry.action}
      {entry.isUnfinished === true && (
        <Text size="xs" c="dimmed">
          {words.unfinished}
        </Text>
      )}
    </Table.Td>
    <Table.Td>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {targetOf(entry)}
      </Text>
    </Table.Td>
    <Table.Td className="code">{entry.address}</Table.Td>
  </Table.Tr>
);

/** The log of an organisation, or of the installation. */
export const AuditList = ({ organisation }: { readonly organisation?: string }) => {
  const found = useInfiniteQuery(auditQuery(organisation));
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.entries);
        if (entries.length === 0) {
          return (
            <Empty icon={IconHistory} title={words.none}>
              {words.noneHint}
            </Empty>
          );
        }
        return (
          <Stack>
            <WideTable label={words.table} minWidth={760}>
              <Table withTableBorder>
                <ColumnHeads titles={[words.when, words.who, words.what, words.to, words.from]} />
                <Table.Tbody>
                  {entries.map((entry, index) => (
                    <Row key={`${entry.requestId} ${index}`} entry={entry} />
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
            <MoreButton of={found} />
          </Stack>
        );
      }}
    </Loaded>
  );
};
