// A new operator. The link for the first password is shown once.
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { LinkedAccount } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { accountsQuery } from '../../api/team.ts';
import { Problem } from '../../parts/problem.tsx';
import { LinkDialog, ShownLink } from '../../parts/shown-link.tsx';
import { text } from '../../text/en.ts';

const words = text.accounts;

export const AddAccount = ({ close }: { readonly close: () => void }) => {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () =>
      api<LinkedAccount>('/accounts', {
        method: 'POST',
        body: { email, isOperator: true, ...(name.trim() !== '' && { name: name.trim() }) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  const made = add.data;
  return (
    <LinkDialog
      title={made === undefined ? words.add : words.linkTitle(made.email)}
      isMade={made !== undefined}
      close={close}
    >
      {made === undefined ? (
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{words.addHint}</Text>
            {add.isError && <Problem error={add.error} />}
            <TextInput
              label={words.email}
              type="email"
              required
              autoComplete="off"
              value={email}
              data-autofocus
              onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            />
            <TextInput
              label={words.name}
              autoComplete="off"
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {text.common.cancel}
              </Button>
              <Button type="submit" loading={add.isPending}>
                {words.submit}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <ShownLink label={words.link} hint={words.linkHint} link={made.link} kept={words.kept} close={close} />
      )}
    </LinkDialog>
  );
};
