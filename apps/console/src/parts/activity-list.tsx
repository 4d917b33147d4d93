// What identity providers did, in sentences.
import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import type { ActivityEntry } from '@looop-scim/http-api/contract';
import { text } from '../text/en.ts';
import { Moment } from './moment.tsx';

/** How an outcome looks. */
const TONES: Readonly<Record<string, { readonly color: string; readonly label: string }>> = {
  applied: { color: 'teal', label: text.activity.outcomes.applied },
  unchanged: { color: 'gray', label: text.activity.outcomes.unchanged },
  answered: { color: 'gray', label: text.activity.outcomes.answered },
  refused: { color: 'red', label: text.activity.outcomes.refused },
};

const outcomeOf = ({ record }: ActivityEntry): string => String(record['outcome'] ?? '');

export const OutcomeBadge = ({ outcome }: { readonly outcome: string }) => {
  const { color, label } = TONES[outcome] ?? { color: 'gray', label: outcome };
  return (
    <Badge
      leftSection={
        <span
          aria-hidden
          style={{
            inlineSize: 8,
            blockSize: 8,
            borderRadius: 4,
            display: 'block',
            background: `var(--mantine-color-${color}-6)`,
          }}
        />
      }
    >
      {label}
    </Badge>
  );
};

export const ActivityRow = ({ entry }: { readonly entry: ActivityEntry }) => (
  <Group justify="space-between" wrap="nowrap" align="flex-start" gap="md" py="xs" px="md">
    <Stack gap={2}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {entry.sentence}
      </Text>
      <Text size="xs" c="dimmed">
        <Moment at={entry.at} />
      </Text>
    </Stack>
    <OutcomeBadge outcome={outcomeOf(entry)} />
  </Group>
);

export const ActivityList = ({ entries }: { readonly entries: readonly ActivityEntry[] }) => (
  <Paper withBorder>
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {entries.map((entry, index) => (
        <li
          key={`${entry.at} ${String(entry.record['requestId'] ?? index)} ${index}`}
          style={index === 0 ? {} : { borderTop: '1px solid var(--mantine-color-default-border)' }}
        >
          <ActivityRow entry={entry} />
        </li>
      ))}
    </ul>
  </Paper>
);
