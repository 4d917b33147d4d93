// Attributes that only this organisation has.
import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OwnAttribute } from '@looop-scim/http-api/contract';
import { attributesQuery, purgeAttribute, removeAttribute } from '../../api/attributes.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { AddAttribute } from './add-attribute.tsx';
import type { MappingTabProps } from './tabs.ts';

const words = text.mapping.attributes;

interface RowProps {
  readonly one: OwnAttribute;
  readonly mayChange: boolean;
  readonly act: (action: 'remove' | 'purge') => void;
}

const Row = ({ one, mayChange, act }: RowProps) => {
  const marks = [
    ...(one.multiValued ? [words.multiValued] : []),
    ...(one.lookedUp ? [words.lookedUp] : []),
    ...(one.caseExact ? [words.caseExact] : []),
  ];
  const action = one.state === 'visible' ? 'remove' : 'purge';
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={600}>
        <CopyText value={one.name} />
        <Text size="xs" c="dimmed" fw={400}>
          {one.description}
        </Text>
      </Table.Th>
      <Table.Td>
        <CopyText value={one.schema} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{words.types[one.type]}</Text>
        {marks.map((mark) => (
          <Text key={mark} size="xs" c="dimmed">
            {mark}
          </Text>
        ))}
        {one.canonicalValues.length > 0 && (
          <Text size="xs" c="dimmed">
            {one.canonicalValues.join(', ')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge>{words.states[one.state]}</Badge>
      </Table.Td>
      {mayChange && (
        <Table.Td ta="right">
          {one.state !== 'purging' && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${words[action]}: ${one.name}`}
              onClick={() => act(action)}
            >
              {words[action]}
            </Button>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
};

interface Asked {
  readonly action: 'remove' | 'purge';
  readonly one: OwnAttribute;
}

interface QuestionProps extends Asked {
  readonly organisation: string;
  readonly etag: string;
  readonly close: () => void;
}

const Question = ({ action, one, organisation, etag, close }: QuestionProps) => {
  const client = useQueryClient();
  const change = { organisation, ifMatch: etag };
  const isRemoval = action === 'remove';
  return (
    <Confirm
      title={isRemoval ? words.removeTitle(one.name) : words.purgeTitle(one.name)}
      hint={isRemoval ? words.removeHint : words.purgeHint}
      submitLabel={words[action]}
      done={isRemoval ? words.states.removed : words.states.purging}
      {...(!isRemoval && { typed: { label: words.confirm(one.name), text: one.name } })}
      act={() => (isRemoval ? removeAttribute(change, one.path) : purgeAttribute(change, one.path))}
      after={() => client.invalidateQueries({ queryKey: [organisation] })}
      close={close}
    />
  );
};

interface ListProps extends Pick<RowProps, 'mayChange'> {
  readonly attributes: readonly OwnAttribute[];
  readonly ask: (asked: Asked) => void;
}

const List = ({ attributes, mayChange, ask }: ListProps) => (
  <WideTable label={words.table} minWidth={760}>
    <Table verticalSpacing="sm" withTableBorder className="of-rows">
      <ColumnHeads
        titles={[words.name, words.schema, words.type, words.state]}
        actions={mayChange ? words.actions : undefined}
      />
      <Table.Tbody>
        {attributes.map((one) => (
          <Row key={one.path} one={one} mayChange={mayChange} act={(action) => ask({ action, one })} />
        ))}
      </Table.Tbody>
    </Table>
  </WideTable>
);

export const Attributes = ({ organisation, mayChange }: MappingTabProps) => {
  const found = useQuery(attributesQuery(organisation));
  const [isAdding, setAdding] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <Text c="dimmed" maw="44rem">
          {words.intro}
        </Text>
        {mayChange && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </Group>
      <Loaded query={found}>
        {({ body: { attributes }, etag }) => (
          <>
            {attributes.length === 0 ? (
              <Empty icon={IconTags} title={words.none}>
                {words.noneHint}
              </Empty>
            ) : (
              <List attributes={attributes} mayChange={mayChange} ask={setAsked} />
            )}
            {isAdding && <AddAttribute organisation={organisation} etag={etag} close={() => setAdding(false)} />}
            {asked !== undefined && (
              <Question {...asked} organisation={organisation} etag={etag} close={() => setAsked(undefined)} />
            )}
          </>
        )}
      </Loaded>
    </Stack>
  );
};
