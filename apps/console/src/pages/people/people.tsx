// Everybody whom the identity provider has sent. The search runs as a SCIM filter and stands in the address.
import { Badge, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconUsers } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { User } from '@looop-scim/http-api/contract';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { text } from '../../text/en.ts';
import { personName, textOf } from './person-name.ts';
import type { PeopleSearch } from './search-filter.ts';
import { usePeople } from './use-search.ts';

const route = getRouteApi('/signed-in/o/$organisation/people');
const ROW_HEIGHT = 62;

const PersonRow = ({ user, organisation }: { readonly user: User; readonly organisation: string }) => {
  const about = [textOf(user.profile['title']), textOf(user.profile['department'])].filter((part) => part !== '');
  return (
    <Link to="/o/$organisation/people/$userId" params={{ organisation, userId: user.id }} className="row-link">
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Stack gap={0} miw={0}>
          <Text size="sm" fw={600} truncate>
            {personName(user)}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {[user.userName, ...about].join(' · ')}
          </Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          {user.issues.length > 0 && (
            <Badge leftSection={<IconAlertTriangle size={12} aria-hidden />} visibleFrom="sm">
              {text.people.issues(user.issues.length)}
            </Badge>
          )}
          {!user.active && <Badge>{text.people.inactive}</Badge>}
          <Text size="xs" c="dimmed" visibleFrom="sm" component="span">
            <Moment at={user.updatedAt} />
          </Text>
        </Group>
      </Group>
    </Link>
  );
};

const isSearch = ({ q, filter, state }: PeopleSearch): boolean =>
  q !== undefined || filter !== undefined || state !== undefined;

type SearchChange = { readonly [Key in keyof PeopleSearch]: PeopleSearch[Key] | undefined };

const useSearch = () => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: SearchChange): void => {
    const entries = Object.entries({ ...search, ...next }).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ search: Object.fromEntries(entries), replace: true });
  };
  return { search, change };
};

type Mode = 'text' | 'filter';

const SearchBar = ({ filter }: { readonly filter: string }) => {
  const { search, change } = useSearch();
  const [mode, setMode] = useState<Mode>(search.filter === undefined ? 'text' : 'filter');
  const switchTo = (next: Mode): void => {
    setMode(next);
    // What ran as a search is where the filter begins.
    change(next === 'filter' ? { q: undefined, filter, state: undefined } : { q: undefined, filter: undefined });
  };
  const { modes } = text.people;
  return (
    <Group gap="xs" align="flex-start">
      <div style={{ flex: '1 1 16rem' }}>
        {mode === 'filter' ? (
          <SearchField
            key="filter"
            label={text.people.filter}
            placeholder={text.people.filterHint}
            value={search.filter ?? ''}
            isCode
            search={(typed) => change({ filter: typed })}
          />
        ) : (
          <SearchField
            key="text"
            label={text.people.search}
            placeholder={text.people.searchHint}
            value={search.q ?? ''}
            search={(q) => change({ q })}
          />
        )}
      </div>
      <SegmentedControl
        aria-label={text.people.mode}
        value={mode}
        data={(['text', 'filter'] as const).map((value) => ({ value, label: modes[value] }))}
        onChange={(value) => switchTo(value === 'filter' ? 'filter' : 'text')}
      />
    </Group>
  );
};

const StateChoice = () => {
  const { search, change } = useSearch();
  const { states } = text.people;
  return (
    <SegmentedControl
      size="xs"
      aria-label={text.people.state}
      value={search.state ?? 'all'}
      data={(['all', 'active', 'inactive'] as const).map((value) => ({ value, label: states[value] }))}
      onChange={(value) => change({ state: value === 'active' || value === 'inactive' ? value : undefined })}
    />
  );
};

const Nobody = ({ hasSearch }: { readonly hasSearch: boolean }) => (
  <Empty icon={IconUsers} title={hasSearch ? text.people.noMatch : text.people.none}>
    {hasSearch ? text.people.noMatchHint : text.people.noneHint}
  </Empty>
);

export const People = () => {
  const { organisation } = route.useParams();
  const { search } = useSearch();
  const { found, filter, onlyBeginnings } = usePeople(organisation, search);
  const total = found.data?.pages[0]?.total;
  return (
    <>
      <PageTitle title={text.people.title}>{text.people.intro}</PageTitle>
      <Stack gap="sm">
        <SearchBar filter={filter} />
        <Group justify="space-between" gap="xs">
          <StateChoice />
          <Text size="sm" c="dimmed" role="status">
            {total === undefined ? '' : text.people.found(total)}
          </Text>
        </Group>
        {filter !== '' && (
          <Text size="xs" c="dimmed" component="div">
            {text.people.runsAs} <CopyText value={filter} label={text.people.filter} />
          </Text>
        )}
        {onlyBeginnings && (
          <Text size="sm" role="status">
            {text.people.beginnings}
          </Text>
        )}
        <Loaded query={found}>
          {({ pages }) => {
            const users = pages.flatMap((page) => page.users);
            if (users.length === 0) return <Nobody hasSearch={isSearch(search)} />;
            return (
              <VirtualList
                label={text.people.title}
                items={users}
                keyOf={({ id }) => id}
                rowHeight={ROW_HEIGHT}
                more={found.hasNextPage ? () => void (found.isFetching || found.fetchNextPage()) : undefined}
              >
                {(user) => <PersonRow user={user} organisation={organisation} />}
              </VirtualList>
            );
          }}
        </Loaded>
      </Stack>
    </>
  );
};
