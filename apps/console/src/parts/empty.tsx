// What an empty list means, and what to do about it.
import { Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children: ReactNode;
}

export const Empty = ({ icon: Shown, title, children }: EmptyProps) => (
  <Paper withBorder p="xl" radius="md">
    <Stack align="center" gap="xs" ta="center">
      <ThemeIcon size={48} radius="xl" variant="light" color="gray">
        <Shown size={26} aria-hidden />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw="34rem" component="div">
        {children}
      </Text>
    </Stack>
  </Paper>
);
