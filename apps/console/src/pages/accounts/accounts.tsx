// Everybody who can sign in to the installation, for operators.
import { Badge, Button, Stack, Table, Tabs } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Account } from '@looop-scim/http-api/contract';
import { useSession } from '../../api/session.ts';
import { accountsQuery } from '../../api/team.ts';
import { AccountName } from '../../parts/account-name.tsx';
import { AuditList } from '../../parts/audit-list.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { AccountActions } from './account-actions.tsx';
import { AddAccount } from './add-account.tsx';
import { ACCOUNT_TABS } from './tabs.ts';

const route = getRouteApi('/signed-in/accounts');
const words = text.accounts;

const stateOf = ({ disabledAt, hasPassword }: Account): string => {
  if (disabledAt !== undefined) return words.states.disabled;
  return hasPassword ? words.states.active : words.states.invited;
};

const Row = ({ account }: { readonly account: Account }) => {
  const { account: own } = useSession();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <AccountName of={account}>{own.id === account.id && <Badge size="sm">{words.you}</Badge>}</AccountName>
      </Table.Th>
      <Table.Td>{account.isOperator ? words.operator : words.administrator}</Table.Td>
      <Table.Td>
        <Badge>{stateOf(account)}</Badge>
      </Table.Td>
      <Table.Td>
        {account.lastSignInAt === undefined ? text.common.never : <Moment at={account.lastSignInAt} />}
      </Table.Td>
      <Table.Td ta="right">
        <AccountActions account={account} isOwn={own.id === account.id} />
      </Table.Td>
    </Table.Tr>
  );
};

const AccountTable = () => {
  const found = useInfiniteQuery(accountsQuery);
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const accounts = pages.flatMap((page) => page.accounts);
        if (accounts.length === 0) {
          return (
            <Empty icon={IconUsers} title={words.none}>
              {words.noneHint}
            </Empty>
          );
        }
        return (
          <Stack>
            <WideTable label={words.table} minWidth={700}>
              <Table verticalSpacing="sm" withTableBorder>
                <ColumnHeads
                  titles={[words.person, words.kind, words.state, words.lastSignIn]}
                  actions={words.actions}
                />
                <Table.Tbody>
                  {accounts.map((account) => (
                    <Row key={account.id} account={account} />
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
            <MoreButton of={found} />
          </Stack>
        );
      }}
    </Loaded>
  );
};

export const Accounts = () => {
  const { tab = 'accounts' } = route.useSearch();
  const navigate = route.useNavigate();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <PageTitle
        title={words.title}
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        }
      >
        {words.intro}
      </PageTitle>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => void navigate({ search: value === 'audit' ? { tab: 'audit' } : {}, replace: true })}
      >
        <Tabs.List mb="md">
          {ACCOUNT_TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>{tab === 'audit' ? <AuditList /> : <AccountTable />}</Tabs.Panel>
      </Tabs>
      {isAdding && <AddAccount close={() => setAdding(false)} />}
    </>
  );
};
