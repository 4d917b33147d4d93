// Who an account is: the name, else the e-mail address; marks stand beside it.
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Named {
  readonly name: string;
  readonly email: string;
}

/** What an account is called. */
export const calledName = ({ name, email }: Named): string => (name === '' ? email : name);

export const AccountName = ({ of: account, children }: { readonly of: Named; readonly children?: ReactNode }) => (
  <>
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {calledName(account)}
      </Text>
      {children}
    </Group>
    {account.name !== '' && (
      <Text size="xs" c="dimmed">
        {account.email}
      </Text>
    )}
  </>
);
