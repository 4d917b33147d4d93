// Every version of the mapping, and the way back to one.
import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappingVersion } from '@looop-scim/http-api/contract';
import { apiVersioned } from '../../api/client.ts';
import { historyQuery, mappingQuery } from '../../api/mapping.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { changedFields, setOf } from './mapping-set.ts';
import type { MappingTabProps } from './tabs.ts';

const words = text.mapping.versions;

interface RestoreProps extends Pick<MappingTabProps, 'organisation' | 'etag'> {
  readonly version: number;
  readonly close: () => void;
}

const Restore = ({ organisation, etag, version, close }: RestoreProps) => {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: () =>
      apiVersioned<MappingVersion>(`/mapping-set/versions/${version}/restore`, {
        method: 'POST',
        organisation,
        ifMatch: etag,
      }),
    onSuccess: async (answer) => {
      client.setQueryData(mappingQuery(organisation).queryKey, answer);
      notifications.show({ message: text.mapping.draft.saved(answer.body.version), color: 'teal' });
      close();
      await client.invalidateQueries({ queryKey: [organisation] });
    },
    // Somebody else may have saved meanwhile: what is in force is shown anew.
    onError: () => client.invalidateQueries({ queryKey: mappingQuery(organisation).queryKey }),
  });
  return (
    <Dialog close={close} title={words.restoreTitle(version)}>
      <Stack>
        <Text size="sm">{words.restoreHint}</Text>
        {restore.isError && <Problem error={restore.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {text.common.cancel}
          </Button>
          <Button onClick={() => restore.mutate()} loading={restore.isPending}>
            {words.restore}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};

interface RowProps {
  readonly one: MappingVersion;
  readonly saved: MappingVersion;
  readonly show: () => void;
  /** Absent: it cannot be restored. */
  readonly restore?: () => void;
}

const Row = ({ one, saved, show, restore }: RowProps) => {
  const isInForce = one.version === saved.version;
  const fields = changedFields(setOf(saved), setOf(one));
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Group gap="xs">
          {one.version} {isInForce && <Badge size="sm">{words.inForce}</Badge>}
        </Group>
      </Table.Th>
      <Table.Td>{one.savedAt !== undefined && <Moment at={one.savedAt} />}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {one.author}
        {one.restoredFrom !== undefined && `, ${words.restoredFrom(one.restoredFrom)}`}
      </Table.Td>
      <Table.Td>{isInForce ? '' : fields.length === 0 ? words.nothing : fields.join(', ')}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap" justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={show} aria-label={words.setOf(one.version)}>
            {words.show}
          </Button>
          {restore !== undefined && !isInForce && (
            <Button size="compact-sm" variant="default" onClick={restore} aria-label={words.restoreOf(one.version)}>
              {words.restore}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
};

interface VersionTableProps {
  readonly versions: readonly MappingVersion[];
  readonly saved: MappingVersion;
  readonly show: (one: MappingVersion) => void;
  readonly restore?: (version: number) => void;
}

const VersionTable = ({ versions, saved, show, restore }: VersionTableProps) => (
  <WideTable label={words.table} minWidth={720}>
    <Table verticalSpacing="sm" withTableBorder>
      <ColumnHeads titles={[words.version, words.when, words.who, words.differs, text.mapping.table.actions]} />
      <Table.Tbody>
        {versions.map((one) => (
          <Row
            key={one.version}
            one={one}
            saved={saved}
            show={() => show(one)}
            {...(restore !== undefined && { restore: () => restore(one.version) })}
          />
        ))}
      </Table.Tbody>
    </Table>
  </WideTable>
);

export const Versions = ({ organisation, saved, etag, mayChange }: MappingTabProps) => {
  const found = useInfiniteQuery(historyQuery(organisation));
  const [restoring, setRestoring] = useState<number>();
  const [shown, setShown] = useState<MappingVersion>();
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed">{words.intro}</Text>
        {mayChange && saved.version !== 0 && (
          <Button variant="default" onClick={() => setRestoring(0)}>
            {words.restoreTitle(0)}
          </Button>
        )}
      </Group>
      <Loaded query={found}>
        {({ pages }) => {
          const versions = pages.flatMap((page) => page.versions);
          if (versions.length === 0) {
            return (
              <Empty icon={IconHistory} title={words.none}>
                {words.noneHint}
              </Empty>
            );
          }
          return (
            <VersionTable
              versions={versions}
              saved={saved}
              show={setShown}
              {...(mayChange && { restore: setRestoring })}
            />
          );
        }}
      </Loaded>
      <MoreButton of={found} />
      {restoring !== undefined && (
        <Restore organisation={organisation} etag={etag} version={restoring} close={() => setRestoring(undefined)} />
      )}
      {shown !== undefined && (
        <Dialog close={() => setShown(undefined)} title={words.setOf(shown.version)} size="xl">
          <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {JSON.stringify(shown.set, undefined, 2)}
          </Code>
        </Dialog>
      )}
    </Stack>
  );
};
