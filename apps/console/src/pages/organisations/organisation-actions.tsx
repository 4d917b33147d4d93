// What an operator does with an organisation.
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OrganisationSummary } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { organisationsQuery } from '../../api/team.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { text } from '../../text/en.ts';
import { Invite } from '../team/invite.tsx';
import { RenameOrganisation } from './add-organisation.tsx';
import { ChoosePolicy } from './choose-policy.tsx';

const words = text.organisations;

type Action = 'rename' | 'policy' | 'switchOff' | 'remove' | 'invite';

interface DialogProps {
  readonly organisation: OrganisationSummary;
  readonly action: Action;
  readonly close: () => void;
}

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: organisationsQuery.queryKey }),
      client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    ]);
};

const pathOf = (name: string): string => `/organisations/${encodeURIComponent(name)}`;

const ActionDialog = ({ organisation: { name, users, groups }, action, close }: DialogProps) => {
  const refresh = useRefresh();
  switch (action) {
    case 'invite':
      return <Invite organisation={name} close={close} />;
    case 'rename':
      return <RenameOrganisation name={name} close={close} />;
    case 'policy':
      return <ChoosePolicy name={name} close={close} after={refresh} />;
    case 'switchOff':
      return (
        <Confirm
          title={words.switchOffTitle(name)}
          hint={words.switchOffHint}
          submitLabel={words.switchOff}
          done={words.switched(name, false)}
          act={() => api(pathOf(name), { method: 'PATCH', body: { scimEnabled: false } })}
          after={refresh}
          close={close}
        />
      );
    case 'remove':
      return (
        <Confirm
          title={words.removeTitle(name)}
          hint={words.removeHint(name, `${text.common.people(users)}, ${text.common.groups(groups)}`)}
          submitLabel={words.remove}
          done={words.removed(name)}
          typed={{ label: words.confirm(name), text: name }}
          act={() => api(`${pathOf(name)}?confirm=${encodeURIComponent(name)}`, { method: 'DELETE' })}
          after={refresh}
          close={close}
        />
      );
  }
};

export const OrganisationActions = ({ organisation }: Pick<DialogProps, 'organisation'>) => {
  const [action, setAction] = useState<Action>();
  const refresh = useRefresh();
  const { name, scimEnabled } = organisation;
  const switchOn = useMutation({
    mutationFn: () => api(pathOf(name), { method: 'PATCH', body: { scimEnabled: true } }),
    onSuccess: async () => {
      await refresh();
      notifications.show({ message: words.switched(name, true), color: 'teal' });
    },
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={words.menu(name)} loading={switchOn.isPending}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAction('invite')}>{words.invite}</Menu.Item>
          <Menu.Item onClick={() => (scimEnabled ? setAction('switchOff') : switchOn.mutate())}>
            {scimEnabled ? words.switchOff : words.switchOn}
          </Menu.Item>
          <Menu.Item onClick={() => setAction('policy')}>{words.policy}</Menu.Item>
          <Menu.Item onClick={() => setAction('rename')}>{words.rename}</Menu.Item>
          <Menu.Divider role="separator" />
          <Menu.Item onClick={() => setAction('remove')}>{words.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {action !== undefined && (
        <ActionDialog organisation={organisation} action={action} close={() => setAction(undefined)} />
      )}
    </>
  );
};
