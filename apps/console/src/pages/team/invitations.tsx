// Invitations that can be accepted.
import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invitation } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { invitationsQuery } from '../../api/team.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { Invite } from './invite.tsx';

const words = text.team.invitations;

interface TableProps {
  readonly invitations: readonly Invitation[];
  readonly withdraw: (invitation: Invitation) => void;
}

const InvitationTable = ({ invitations, withdraw }: TableProps) => (
  <WideTable label={words.table} minWidth={640}>
    <Table verticalSpacing="sm" withTableBorder>
      <ColumnHeads
        titles={[words.email, words.role, words.by, words.expires]}
        actions={text.team.administrators.actions}
      />
      <Table.Tbody>
        {invitations.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Th scope="row" fw={600}>
              {one.email}
            </Table.Th>
            <Table.Td>{text.team.roles[one.role]}</Table.Td>
            <Table.Td>{one.invitedBy}</Table.Td>
            <Table.Td>
              <Moment at={one.expiresAt} />
            </Table.Td>
            <Table.Td ta="right">
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => withdraw(one)}
                aria-label={words.withdrawOf(one.email)}
              >
                {words.withdraw}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </WideTable>
);

export const Invitations = ({ organisation }: { readonly organisation: string }) => {
  const client = useQueryClient();
  const [isInviting, setInviting] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Invitation>();
  return (
    <section aria-labelledby="invitations">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="invitations">
          {words.title}
        </Title>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
          {words.invite}
        </Button>
      </Group>
      <Stack>
        <Loaded query={useQuery(invitationsQuery(organisation))}>
          {(invitations) =>
            invitations.length === 0 ? (
              <Text c="dimmed">{words.none}</Text>
            ) : (
              <InvitationTable invitations={invitations} withdraw={setWithdrawing} />
            )
          }
        </Loaded>
      </Stack>
      {isInviting && <Invite organisation={organisation} close={() => setInviting(false)} />}
      {withdrawing !== undefined && (
        <Confirm
          title={words.withdrawOf(withdrawing.email)}
          hint={words.withdrawHint}
          submitLabel={words.withdraw}
          done={words.withdrawn}
          act={() => api(`/invitations/${withdrawing.id}`, { method: 'DELETE', organisation })}
          after={() => client.invalidateQueries({ queryKey: invitationsQuery(organisation).queryKey })}
          close={() => setWithdrawing(undefined)}
        />
      )}
    </section>
  );
};
