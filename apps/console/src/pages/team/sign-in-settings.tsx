// How administrators sign in with the identity provider of the organisation.
import { Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { SignInSettings } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { signInSettingsQuery } from '../../api/team.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const words = text.team.signIn;

interface FormProps {
  readonly organisation: string;
  readonly settings: SignInSettings;
}

const Form = ({ organisation, settings }: FormProps) => {
  const client = useQueryClient();
  const [issuer, setIssuer] = useState(settings.issuer ?? '');
  const [clientId, setClientId] = useState(settings.clientId ?? '');
  const [clientSecret, setClientSecret] = useState('');
  const isSet = settings.issuer !== undefined;
  const save = useMutation({
    mutationFn: () =>
      api<SignInSettings>('/sign-in-settings', {
        method: 'PUT',
        organisation,
        body: { issuer: issuer.trim(), clientId: clientId.trim(), ...(clientSecret !== '' && { clientSecret }) },
      }),
    onSuccess: (saved) => {
      client.setQueryData(signInSettingsQuery(organisation).queryKey, saved);
      setClientSecret('');
      notifications.show({ message: words.saved, color: 'teal' });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={560}>
        <CopyField label={words.redirectUri} description={words.redirectHint} value={settings.redirectUri} />
        {save.isError && <Problem error={save.error} />}
        <TextInput
          label={words.issuer}
          description={words.issuerHint}
          type="url"
          required
          value={issuer}
          onChange={({ currentTarget }) => setIssuer(currentTarget.value)}
        />
        <TextInput
          label={words.clientId}
          required
          autoComplete="off"
          value={clientId}
          onChange={({ currentTarget }) => setClientId(currentTarget.value)}
        />
        <PasswordInput
          label={words.clientSecret}
          description={isSet ? `${words.secretHint} ${words.secretKept}` : words.secretHint}
          required={!isSet}
          autoComplete="new-password"
          value={clientSecret}
          onChange={({ currentTarget }) => setClientSecret(currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const Settings = ({ organisation, settings }: FormProps) => {
  const client = useQueryClient();
  const [isRemoving, setRemoving] = useState(false);
  const isSet = settings.issuer !== undefined;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="sign-in-settings">
      <Group justify="space-between" align="flex-start" mb="md">
        <div>
          <Title order={2} size="h4" id="sign-in-settings">
            {words.title}
          </Title>
          <Text c="dimmed">{words.intro}</Text>
          <Text role="status">{isSet ? words.on : words.off}</Text>
        </div>
        {isSet && (
          <Button variant="default" onClick={() => setRemoving(true)}>
            {words.remove}
          </Button>
        )}
      </Group>
      <Form key={settings.savedAt ?? ''} organisation={organisation} settings={settings} />
      {isRemoving && (
        <Confirm
          title={words.removeTitle}
          hint={words.removeHint}
          submitLabel={words.remove}
          done={words.removed}
          act={() => api('/sign-in-settings', { method: 'DELETE', organisation })}
          after={() => client.invalidateQueries({ queryKey: signInSettingsQuery(organisation).queryKey })}
          close={() => setRemoving(false)}
        />
      )}
    </Paper>
  );
};

export const SignInSettingsForm = ({ organisation }: { readonly organisation: string }) => (
  <Loaded query={useQuery(signInSettingsQuery(organisation))}>
    {(settings) => <Settings organisation={organisation} settings={settings} />}
  </Loaded>
);
