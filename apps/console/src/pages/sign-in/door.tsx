// The frame of the pages of people who are not signed in.
import { Center, Paper, Stack, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Floating } from '../../parts/floating.tsx';
import { Mark } from '../../parts/mark.tsx';

export const Door = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Looop SCIM`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <Mark />
        <Paper withBorder p="xl" radius="md">
          <Stack>
            <Title order={1} size="h3">
              {title}
            </Title>
            {children}
          </Stack>
        </Paper>
      </Stack>
      <Floating />
    </Center>
  );
};
