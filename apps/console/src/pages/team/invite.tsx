// An invitation: a link that is shown once, to be sent by a way that its sender trusts.
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { SentInvitation } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { invitationsQuery } from '../../api/team.ts';
import { exactText } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { LinkDialog, ShownLink } from '../../parts/shown-link.tsx';
import { text } from '../../text/en.ts';
import { ROLES } from './roles.ts';

const words = text.team.invitations;

const RoleField = ({ role, change }: { readonly role: string; readonly change: (role: string) => void }) => (
  <Select
    label={words.role}
    description={text.team.roleHint}
    data={ROLES}
    value={role}
    allowDeselect={false}
    onChange={(value) => change(value ?? role)}
  />
);

export const Invite = ({ organisation, close }: { readonly organisation: string; readonly close: () => void }) => {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('administrator');
  const invite = useMutation({
    mutationFn: () => api<SentInvitation>('/invitations', { method: 'POST', organisation, body: { email, role } }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsQuery(organisation).queryKey }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  const made = invite.data;
  return (
    <LinkDialog title={made === undefined ? words.invite : words.made} isMade={made !== undefined} close={close}>
      {made === undefined ? (
        <form onSubmit={submit}>
          <Stack>
            {invite.isError && <Problem error={invite.error} />}
            <TextInput
              label={words.email}
              type="email"
              required
              value={email}
              autoComplete="off"
              data-autofocus
              onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            />
            <RoleField role={role} change={setRole} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {text.common.cancel}
              </Button>
              <Button type="submit" loading={invite.isPending}>
                {words.submit}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <ShownLink
          label={words.link}
          hint={words.linkHint}
          link={made.link}
          kept={words.kept}
          until={words.until(exactText(made.expiresAt))}
          close={close}
        />
      )}
    </LinkDialog>
  );
};
