// The organisations of the installation, for operators.
import { Anchor, Badge, Table } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OrganisationSummary } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { Empty } from '../../parts/empty.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';

const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: async ({ signal }) =>
    (await api<{ readonly organisations: readonly OrganisationSummary[] }>('/organisations', { signal })).organisations,
});

export const Organisations = () => {
  const { data: organisations, error, refetch } = useQuery(organisationsQuery);
  const { columns } = text.organisations;
  return (
    <>
      <PageTitle title={text.organisations.title}>{text.organisations.intro}</PageTitle>
      {organisations === undefined &&
        (error === null ? <Waiting /> : <Problem error={error} retry={() => void refetch()} />)}
      {organisations?.length === 0 && (
        <Empty icon={IconBuilding} title={text.organisations.none}>
          {text.organisations.noneHint}
        </Empty>
      )}
      {organisations !== undefined && organisations.length > 0 && (
        <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} aria-label={text.organisations.title}>
          <Table verticalSpacing="sm" withTableBorder>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{columns.name}</Table.Th>
                <Table.Th>{columns.scim}</Table.Th>
                <Table.Th>{columns.directory}</Table.Th>
                <Table.Th>{columns.lastContact}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {organisations.map(({ name, scimEnabled, users, groups, lastContactAt }) => (
                <Table.Tr key={name}>
                  <Table.Td>
                    <Anchor component={Link} to={`/o/${name}/overview`}>
                      {name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    <Badge>{scimEnabled ? text.organisations.on : text.organisations.off}</Badge>
                  </Table.Td>
                  <Table.Td>
                    {text.common.people(users)}, {text.common.groups(groups)}
                  </Table.Td>
                  <Table.Td>{lastContactAt === undefined ? text.common.never : <Moment at={lastContactAt} />}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
};
