// The whole set as JSON, for those who know the form.
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../parts/dialog.tsx';
import { text } from '../../text/en.ts';
import type { MappingSet } from './mapping-set.ts';
import type { DraftControl } from './use-draft.ts';

const words = text.mapping.edit;

const isSet = (json: unknown): json is MappingSet =>
  typeof json === 'object' && json !== null && 'mappings' in json && Array.isArray(json.mappings);

const parsed = (typed: string): unknown => {
  try {
    return JSON.parse(typed);
  } catch {
    return undefined;
  }
};

export const EditJson = ({ draft, close }: { readonly draft: DraftControl; readonly close: () => void }) => {
  const [typed, setTyped] = useState(JSON.stringify(draft.set, undefined, 2));
  const set = parsed(typed);
  return (
    <Dialog close={close} title={text.mapping.table.json} size="xl">
      <Stack>
        <Textarea
          label={words.json}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          autosize
          minRows={12}
          maxRows={24}
          spellCheck={false}
          classNames={{ input: 'code' }}
          error={isSet(set) ? undefined : words.jsonBroken}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {text.common.cancel}
          </Button>
          <Button
            disabled={!isSet(set)}
            onClick={() => {
              if (isSet(set)) draft.change(set);
              close();
            }}
          >
            {words.apply}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};
