// The heading of a page, with what it is for and what can be done.
import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface PageTitleProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export const PageTitle = ({ title, children, actions }: PageTitleProps) => {
  useEffect(() => {
    document.title = `${title} · Looop SCIM`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="sm">
      <Stack gap={4}>
        <Title order={1} size="h2" tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </Title>
        {children !== undefined && (
          <Text c="dimmed" maw="44rem">
            {children}
          </Text>
        )}
      </Stack>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
  );
};
