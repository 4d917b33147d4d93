// One's own account.
import { Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Session } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { useBeginSession, useSession, useSignOut } from '../../api/session.ts';
import { NewPassword } from '../../parts/new-password.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const PasswordForm = () => {
  const begin = useBeginSession();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => api<Session>('/session/password', { method: 'PUT', body: { current, password } }),
    onSuccess: (session) => {
      begin(session);
      setCurrent('');
      setPassword('');
      notifications.show({ message: text.account.changed, color: 'teal' });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={400}>
        {change.isError && <Problem error={change.error} />}
        <PasswordInput
          label={text.account.current}
          autoComplete="current-password"
          required
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <NewPassword value={password} change={setPassword} />
        <Button type="submit" loading={change.isPending} w="fit-content">
          {text.account.change}
        </Button>
      </Stack>
    </form>
  );
};

export const Account = () => {
  const { account, onlyOrganisation } = useSession();
  const signOut = useSignOut('/sessions');
  return (
    <>
      <PageTitle title={text.account.title}>{account.email}</PageTitle>
      <Stack gap="lg">
        {onlyOrganisation === undefined ? (
          <>
            <Paper withBorder p="lg">
              <Title order={2} size="h4" mb="md">
                {text.account.password}
              </Title>
              <PasswordForm />
            </Paper>
            <Paper withBorder p="lg">
              <Title order={2} size="h4" mb="xs">
                {text.account.everywhere}
              </Title>
              <Text c="dimmed" mb="md">
                {text.account.everywhereHint}
              </Text>
              <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
                {text.account.everywhere}
              </Button>
            </Paper>
          </>
        ) : (
          <Paper withBorder p="lg">
            <Text>{text.account.viaProvider(onlyOrganisation)}</Text>
          </Paper>
        )}
      </Stack>
    </>
  );
};
