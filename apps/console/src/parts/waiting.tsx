// While something is on its way.
import { Group, Loader, Text } from '@mantine/core';
import { text } from '../text/en.ts';

export const Waiting = () => (
  <Group p="xl" gap="sm" role="status">
    <Loader size="sm" aria-hidden />
    <Text c="dimmed">{text.common.loading}</Text>
  </Group>
);
