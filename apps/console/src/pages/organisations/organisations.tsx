// The organisations of the installation, for operators.
import { Anchor, Badge, Button, Stack, Table } from '@mantine/core';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OrganisationSummary } from '@looop-scim/http-api/contract';
import { organisationsQuery } from '../../api/team.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { AddOrganisation } from './add-organisation.tsx';
import { OrganisationActions } from './organisation-actions.tsx';

const route = getRouteApi('/signed-in/organisations');
const { columns, ...words } = text.organisations;
const { actions: ACTIONS, ...FACTS } = columns;
/** From so many on, a search helps. */
const MANY = 10;

const Row = ({ one }: { readonly one: OrganisationSummary }) => (
  <Table.Tr>
    <Table.Th scope="row" fw={600}>
      <Anchor component={Link} to={`/o/${one.name}/overview`}>
        {one.name}
      </Anchor>
    </Table.Th>
    <Table.Td>
      <Badge>{one.scimEnabled ? words.on : words.off}</Badge>
    </Table.Td>
    <Table.Td>{one.profile}</Table.Td>
    <Table.Td>
      {text.common.people(one.users)}, {text.common.groups(one.groups)}
    </Table.Td>
    <Table.Td>{one.lastContactAt === undefined ? text.common.never : <Moment at={one.lastContactAt} />}</Table.Td>
    <Table.Td ta="right">
      <OrganisationActions organisation={one} />
    </Table.Td>
  </Table.Tr>
);

const Found = ({
  organisations,
  q,
}: {
  readonly organisations: readonly OrganisationSummary[];
  readonly q: string;
}) => {
  const found = organisations.filter(({ name }) => name.includes(q.toLowerCase()));
  if (found.length === 0) {
    return (
      <Empty icon={IconBuilding} title={organisations.length === 0 ? words.none : words.noMatch}>
        {organisations.length === 0 ? words.noneHint : words.noMatchHint}
      </Empty>
    );
  }
  return (
    <WideTable label={words.title} minWidth={820}>
      <Table verticalSpacing="sm" withTableBorder>
        <ColumnHeads titles={Object.values(FACTS)} actions={ACTIONS} />
        <Table.Tbody>
          {found.map((one) => (
            <Row key={one.name} one={one} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
};

export const Organisations = () => {
  const { q = '' } = route.useSearch();
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
      <Loaded query={useQuery(organisationsQuery)}>
        {(organisations) => (
          <Stack>
            {(organisations.length >= MANY || q !== '') && (
              <SearchField
                label={words.search}
                placeholder={words.searchHint}
                value={q}
                search={(typed) => void navigate({ search: typed === '' ? {} : { q: typed }, replace: true })}
              />
            )}
            <Found organisations={organisations} q={q} />
          </Stack>
        )}
      </Loaded>
      {isAdding && <AddOrganisation close={() => setAdding(false)} />}
    </>
  );
};
