// Who has a role in the organisation.
import { Badge, Button, Select, Table } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserShield } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Administrator } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { administratorsQuery } from '../../api/team.ts';
import { AccountName } from '../../parts/account-name.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { ROLES } from './roles.ts';

const words = text.team.administrators;

interface ListProps {
  readonly organisation: string;
  readonly mayChange: boolean;
}

interface RowProps extends ListProps {
  readonly one: Administrator;
  readonly remove: () => void;
}

const RoleSelect = ({ organisation, one }: Pick<RowProps, 'organisation' | 'one'>) => {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (role: string) =>
      api(`/administrators/${one.accountId}`, { method: 'PUT', organisation, body: { role } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [organisation] });
      notifications.show({ message: words.changed, color: 'teal' });
    },
  });
  return (
    <>
      <Select
        aria-label={words.roleOf(one.email)}
        data={ROLES}
        value={one.role}
        allowDeselect={false}
        disabled={change.isPending}
        w={170}
        onChange={(role) => role !== null && role !== one.role && change.mutate(role)}
      />
      {change.isError && <Problem error={change.error} />}
    </>
  );
};

const Row = ({ organisation, one, mayChange, remove }: RowProps) => {
  const { account } = useSession();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <AccountName of={one}>
          {account.id === one.accountId && <Badge size="sm">{words.you}</Badge>}
          {one.isDisabled && <Badge size="sm">{words.disabled}</Badge>}
        </AccountName>
      </Table.Th>
      <Table.Td>
        {mayChange ? <RoleSelect organisation={organisation} one={one} /> : text.team.roles[one.role]}
      </Table.Td>
      <Table.Td>{one.lastSignInAt === undefined ? text.common.never : <Moment at={one.lastSignInAt} />}</Table.Td>
      {mayChange && (
        <Table.Td ta="right">
          <Button size="compact-sm" variant="default" onClick={remove} aria-label={words.removeOf(one.email)}>
            {words.remove}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
};

const RemoveDialog = ({
  organisation,
  one,
  close,
}: {
  readonly organisation: string;
  readonly one: Administrator;
  readonly close: () => void;
}) => {
  const client = useQueryClient();
  const { account } = useSession();
  return (
    <Confirm
      title={words.removeTitle(one.email)}
      hint={account.id === one.accountId ? `${words.removeHint} ${words.removeSelf}` : words.removeHint}
      submitLabel={words.remove}
      done={words.removed}
      act={() => api(`/administrators/${one.accountId}`, { method: 'DELETE', organisation })}
      after={() => client.invalidateQueries({ queryKey: administratorsQuery(organisation).queryKey })}
      close={close}
    />
  );
};

export const Administrators = ({ organisation, mayChange }: ListProps) => {
  const [removing, setRemoving] = useState<Administrator>();
  return (
    <>
      <Loaded query={useQuery(administratorsQuery(organisation))}>
        {(administrators) =>
          administrators.length === 0 ? (
            <Empty icon={IconUserShield} title={words.none}>
              {words.noneHint}
            </Empty>
          ) : (
            <WideTable label={words.table} minWidth={640}>
              <Table verticalSpacing="sm" withTableBorder>
                <ColumnHeads
                  titles={[words.person, words.role, words.lastSignIn]}
                  actions={mayChange ? words.actions : undefined}
                />
                <Table.Tbody>
                  {administrators.map((one) => (
                    <Row
                      key={one.accountId}
                      organisation={organisation}
                      one={one}
                      mayChange={mayChange}
                      remove={() => setRemoving(one)}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          )
        }
      </Loaded>
      {removing !== undefined && (
        <RemoveDialog organisation={organisation} one={removing} close={() => setRemoving(undefined)} />
      )}
    </>
  );
};
