// The groups that the identity provider has pushed.
import { Group as Line, Stack, Text } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Group } from '@looop-scim/http-api/contract';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { text } from '../../text/en.ts';
import { useGroups } from '../people/use-search.ts';

const route = getRouteApi('/signed-in/o/$organisation/groups');
const ROW_HEIGHT = 46;

interface GroupRowProps {
  readonly group: Group;
  readonly organisation: string;
}

const GroupRow = ({ group: { id, displayName, updatedAt }, organisation }: GroupRowProps) => (
  <Link to="/o/$organisation/groups/$groupId" params={{ organisation, groupId: id }} className="row-link">
    <Line justify="space-between" wrap="nowrap">
      <Text size="sm" fw={600} truncate>
        {displayName}
      </Text>
      <Text size="xs" c="dimmed" component="span" style={{ whiteSpace: 'nowrap' }}>
        <Moment at={updatedAt} />
      </Text>
    </Line>
  </Link>
);

export const Groups = () => {
  const { organisation } = route.useParams();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const { found, onlyBeginnings } = useGroups(organisation, q);
  const total = found.data?.pages[0]?.total;
  return (
    <>
      <PageTitle title={text.groups.title}>{text.groups.intro}</PageTitle>
      <Stack gap="sm">
        <SearchField
          label={text.groups.search}
          placeholder={text.groups.searchHint}
          value={q ?? ''}
          search={(typed) => void navigate({ search: typed === '' ? {} : { q: typed }, replace: true })}
        />
        <Text size="sm" c="dimmed" role="status">
          {total === undefined ? '' : text.groups.found(total)} {onlyBeginnings && text.groups.beginnings}
        </Text>
        <Loaded query={found}>
          {({ pages }) => {
            const groups = pages.flatMap((page) => page.groups);
            if (groups.length === 0) {
              return (
                <Empty icon={IconUsersGroup} title={q === undefined ? text.groups.none : text.groups.noMatch}>
                  {q === undefined ? text.groups.noneHint : text.groups.noMatchHint}
                </Empty>
              );
            }
            return (
              <VirtualList
                label={text.groups.title}
                items={groups}
                keyOf={({ id }) => id}
                rowHeight={ROW_HEIGHT}
                more={found.hasNextPage ? () => void (found.isFetching || found.fetchNextPage()) : undefined}
              >
                {(group) => <GroupRow group={group} organisation={organisation} />}
              </VirtualList>
            );
          }}
        </Loaded>
      </Stack>
    </>
  );
};
