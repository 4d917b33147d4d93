// What an operator does with an account.
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account, LinkedAccount } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { accountsQuery } from '../../api/team.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { LinkDialog, ShownLink } from '../../parts/shown-link.tsx';
import { text } from '../../text/en.ts';

const words = text.accounts;

const tell = (message: string, color: 'teal' | 'red') => notifications.show({ message, color });

/** What is asked of the server. */
const useActions = (account: Account) => {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: accountsQuery.queryKey });
  const isDisabled = account.disabledAt !== undefined;
  const link = useMutation({
    mutationFn: () => api<LinkedAccount>(`/accounts/${account.id}/link`, { method: 'POST' }),
    onError: (error) => tell(error.message, 'red'),
  });
  const toggle = useMutation({
    mutationFn: () => api(`/accounts/${account.id}/${isDisabled ? 'enable' : 'disable'}`, { method: 'POST' }),
    onSuccess: async () => {
      await refresh();
      tell(isDisabled ? words.enabled : words.disabled, 'teal');
    },
    onError: (error) => tell(error.message, 'red'),
  });
  return { refresh, isDisabled, link, toggle };
};

export const AccountActions = ({ account, isOwn }: { readonly account: Account; readonly isOwn: boolean }) => {
  const { refresh, isDisabled, link, toggle } = useActions(account);
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={words.menu(account.email)} loading={link.isPending || toggle.isPending}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => link.mutate()}>{words.makeLink}</Menu.Item>
          {!isOwn && (
            <>
              <Menu.Item onClick={() => toggle.mutate()}>{isDisabled ? words.enable : words.disable}</Menu.Item>
              <Menu.Divider role="separator" />
              <Menu.Item onClick={() => setRemoving(true)}>{words.remove}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {link.data !== undefined && (
        <LinkDialog title={words.linkTitle(account.email)} isMade close={link.reset}>
          <ShownLink
            label={words.link}
            hint={words.linkHint}
            link={link.data.link}
            kept={words.kept}
            close={link.reset}
          />
        </LinkDialog>
      )}
      {isRemoving && (
        <Confirm
          title={words.removeTitle(account.email)}
          hint={words.removeHint}
          submitLabel={words.remove}
          done={words.removed}
          act={() => api(`/accounts/${account.id}`, { method: 'DELETE' })}
          after={refresh}
          close={() => setRemoving(false)}
        />
      )}
    </>
  );
};
