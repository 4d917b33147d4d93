// The mapping as a table that an administrator types from, and its draft.
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsExchange, IconBraces, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery } from '../../api/mapping.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { text } from '../../text/en.ts';
import { DraftBar } from './draft-bar.tsx';
import { EditJson } from './edit-json.tsx';
import { EditMapping } from './edit-mapping.tsx';
import { Impact } from './impact.tsx';
import { changedFields, setOf } from './mapping-set.ts';
import { MappingTable } from './mapping-table.tsx';
import type { MappingTabProps } from './tabs.ts';
import { TryOut } from './try-out.tsx';
import { useDraft } from './use-draft.ts';

/** What is edited: a mapping by its place in the set, a new one, or the whole set as JSON. */
type Editing = number | 'new' | 'json';

export const MappingTab = ({ organisation, saved, etag, mayChange }: MappingTabProps) => {
  const catalogue = useQuery(catalogueQuery(organisation));
  const [editing, setEditing] = useState<Editing>();
  const draft = useDraft(organisation, { saved, etag }, (version) =>
    notifications.show({ message: text.mapping.draft.saved(version), color: 'teal' }),
  );
  const close = (): void => setEditing(undefined);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end">
        <Text size="sm" c="dimmed" maw="44rem">
          {text.mapping.table.hint}
        </Text>
        {mayChange && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconBraces size={16} aria-hidden />}
              onClick={() => setEditing('json')}
            >
              {text.mapping.table.json}
            </Button>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
              {text.mapping.table.add}
            </Button>
          </Group>
        )}
      </Group>
      {draft.isChanged && <DraftBar draft={draft} inForce={setOf(saved)} />}
      <Loaded query={catalogue}>
        {(known) => (
          <>
            {draft.set.mappings.length === 0 ? (
              <Empty icon={IconArrowsExchange} title={text.mapping.table.none}>
                {text.mapping.table.noneHint}
              </Empty>
            ) : (
              <MappingTable
                set={draft.set}
                catalogue={known}
                faults={draft.faults}
                changed={draft.isChanged ? changedFields(setOf(saved), draft.set) : []}
                {...(mayChange && { edit: setEditing })}
              />
            )}
            {(editing === 'new' || typeof editing === 'number') && (
              <EditMapping place={editing} draft={draft} catalogue={known} close={close} />
            )}
          </>
        )}
      </Loaded>
      {editing === 'json' && <EditJson draft={draft} close={close} />}
      <Impact organisation={organisation} draft={draft} />
      <TryOut organisation={organisation} {...(draft.isChanged && { set: draft.set })} />
    </Stack>
  );
};
