// What became of a draft: whether it can be saved, and what to do when somebody else was faster.
import { Alert, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { Fault } from '../../api/problem.ts';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { faultText } from './faults.ts';
import { changedFields, type MappingSet } from './mapping-set.ts';
import type { DraftControl } from './use-draft.ts';

const words = text.mapping.draft;

const Conflict = ({ draft }: { readonly draft: DraftControl }) => (
  <Alert color="yellow" variant="light" icon={<IconGitMerge />} title={words.conflict} role="alert">
    <Text size="sm" mb="sm">
      {words.conflictHint}
    </Text>
    <Group gap="xs">
      <Button size="xs" onClick={draft.rebase}>
        {words.rebase}
      </Button>
      <Button size="xs" variant="default" onClick={draft.takeOver}>
        {words.overwrite}
      </Button>
    </Group>
  </Alert>
);

const faultLine = (fault: Fault): string =>
  `${fault['field'] === undefined ? '' : `${fault['field']}: `}${faultText(fault)}`;

const state = ({ isChecking, faults }: DraftControl): string => {
  if (isChecking) return words.checking;
  return faults.length === 0 ? words.valid : words.invalid(faults.length);
};

export const DraftBar = ({ draft, inForce }: { readonly draft: DraftControl; readonly inForce: MappingSet }) => (
  <Paper withBorder p="md" component="section" aria-labelledby="draft">
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h5" id="draft">
            {words.title}
          </Title>
          <Text size="sm">{words.changes(changedFields(inForce, draft.set))}</Text>
          <Text size="sm" c="dimmed" role="status">
            {state(draft)}
          </Text>
        </div>
        <Group gap="xs">
          <Button variant="default" onClick={draft.discard}>
            {words.discard}
          </Button>
          <Button
            onClick={draft.save}
            loading={draft.isSaving}
            disabled={draft.isChecking || draft.faults.length > 0 || draft.isBehind}
          >
            {words.save}
          </Button>
        </Group>
      </Group>
      {draft.faults.length > 0 && (
        <List size="sm">
          {draft.faults.map((fault) => (
            <List.Item key={`${fault['at'] ?? ''} ${fault['kind'] ?? ''}`}>{faultLine(fault)}</List.Item>
          ))}
        </List>
      )}
      {draft.isBehind && <Conflict draft={draft} />}
      {draft.error !== undefined && <Problem error={draft.error} />}
    </Stack>
  </Paper>
);
