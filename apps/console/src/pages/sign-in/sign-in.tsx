// Signing in: with a password, or at the identity provider of an organisation.
import { Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import type { Session, SignOnStart } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { useBeginSession } from '../../api/session.ts';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { Door } from './door.tsx';
import { ownPath } from './own-path.ts';

const route = getRouteApi('/sign-in');

const PasswordForm = () => {
  const { returnTo } = route.useSearch();
  const begin = useBeginSession();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api<Session>('/session', { method: 'POST', body: { email, password } }),
    onSuccess: (session) => {
      begin(session);
      router.history.push(ownPath(returnTo, globalThis.location.origin));
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {signIn.isError && <Problem error={signIn.error} />}
        <TextInput
          label={text.signIn.email}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <PasswordInput
          label={text.signIn.password}
          autoComplete="current-password"
          required
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <Button type="submit" loading={signIn.isPending}>
          {text.signIn.submit}
        </Button>
        <Text size="xs" c="dimmed">
          {text.signIn.lost}
        </Text>
      </Stack>
    </form>
  );
};

const SingleSignOnForm = () => {
  const { returnTo } = route.useSearch();
  const [organisation, setOrganisation] = useState('');
  const start = useMutation({
    mutationFn: () =>
      api<SignOnStart>('/session/single-sign-on', {
        method: 'POST',
        body: { organisation, returnTo: ownPath(returnTo, globalThis.location.origin) },
      }),
    onSuccess: ({ url }) => globalThis.location.assign(url),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {start.isError && <Problem error={start.error} />}
        <TextInput
          label={text.signIn.organisation}
          description={text.signIn.organisationHint}
          autoComplete="organization"
          required
          value={organisation}
          onChange={({ currentTarget }) => setOrganisation(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={start.isPending || start.isSuccess}>
          {text.signIn.continue}
        </Button>
      </Stack>
    </form>
  );
};

export const SignIn = () => {
  const [atProvider, setAtProvider] = useState(false);
  return (
    <Door title={text.signIn.title}>
      {atProvider ? <SingleSignOnForm /> : <PasswordForm />}
      <Divider label={text.signIn.or} />
      <Anchor component="button" type="button" size="sm" onClick={() => setAtProvider(!atProvider)}>
        {atProvider ? text.signIn.back : text.signIn.singleSignOn}
      </Anchor>
    </Door>
  );
};
