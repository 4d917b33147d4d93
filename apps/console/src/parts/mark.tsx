// The mark and the name.
import { Group, Text } from '@mantine/core';

export const Mark = () => (
  <Group gap={8} wrap="nowrap">
    <img src="/icon.svg" width={26} height={26} alt="" />
    <Text fw={700} visibleFrom="sm">
      Looop SCIM
    </Text>
  </Group>
);
