// One person: what was sent, what was made of it, the groups, and everything that happened.
import { Anchor, Badge, Code, Group, Paper, Stack, Tabs, Text } from '@mantine/core';
import { IconActivity, IconUsersGroup } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { User } from '@looop-scim/http-api/contract';
import { userQuery, userResourceQuery } from '../../api/directory.ts';
import { previewQuery } from '../../api/mapping.ts';
import { activityQuery } from '../../api/organisation.ts';
import { ActivityRow } from '../../parts/activity-list.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { text } from '../../text/en.ts';
import { Traces } from '../mapping/traces.tsx';
import { groupsOf } from './flatten.ts';
import { personName } from './person-name.ts';
import { SideBySide } from './side-by-side.tsx';
import { PERSON_TABS } from './tabs.ts';

const route = getRouteApi('/signed-in/o/$organisation/people/$userId');
const TIMELINE_PAGE = 100;
const ROW_HEIGHT = 58;

interface PartProps {
  readonly organisation: string;
  readonly user: User;
}

const Groups = ({ organisation, user }: PartProps) => (
  <Loaded query={useQuery(userResourceQuery(organisation, user.id))}>
    {(resource) => {
      const groups = groupsOf(resource);
      if (groups.length === 0) {
        return (
          <Empty icon={IconUsersGroup} title={text.person.noGroups}>
            {text.person.noGroupsHint}
          </Empty>
        );
      }
      return (
        <VirtualList label={text.person.tabs.groups} items={groups} keyOf={({ id }) => id} rowHeight={44}>
          {({ id, name, isDirect }) => (
            <Link to="/o/$organisation/groups/$groupId" params={{ organisation, groupId: id }} className="row-link">
              <Group justify="space-between">
                <Text size="sm">{name}</Text>
                {!isDirect && <Badge>{text.person.throughOther}</Badge>}
              </Group>
            </Link>
          )}
        </VirtualList>
      );
    }}
  </Loaded>
);

const Timeline = ({ organisation, user }: PartProps) => {
  const found = useInfiniteQuery(activityQuery(organisation, { user: user.id }, TIMELINE_PAGE));
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.entries);
        if (entries.length === 0) {
          return (
            <Empty icon={IconActivity} title={text.person.noTimeline}>
              {text.person.noTimelineHint}
            </Empty>
          );
        }
        const numbered = entries.map((entry, index) => ({ entry, key: String(index) }));
        return (
          <VirtualList
            label={text.person.tabs.timeline}
            items={numbered}
            keyOf={({ key }) => key}
            rowHeight={ROW_HEIGHT}
            more={found.hasNextPage ? () => void (found.isFetching || found.fetchNextPage()) : undefined}
          >
            {({ entry }) => <ActivityRow entry={entry} />}
          </VirtualList>
        );
      }}
    </Loaded>
  );
};

const AsScim = ({ organisation, user }: PartProps) => (
  <Loaded query={useQuery(userResourceQuery(organisation, user.id))}>
    {(resource) => (
      <Code
        block
        tabIndex={0}
        aria-label={text.person.json}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {JSON.stringify(resource, undefined, 2)}
      </Code>
    )}
  </Loaded>
);

const Trace = ({ organisation, user }: PartProps) => (
  <Loaded query={useQuery(previewQuery(organisation, user.id, user.version, user.mappingVersion))}>
    {(preview) => <Traces preview={preview} />}
  </Loaded>
);

const Facts = ({ user }: { readonly user: User }) => (
  <Paper withBorder p="lg">
    <dl className="facts">
      <dt>{text.person.id}</dt>
      <dd>
        <CopyText value={user.id} label={text.person.id} />
      </dd>
      {user.externalId !== undefined && (
        <>
          <dt>{text.person.externalId}</dt>
          <dd>
            <CopyText value={user.externalId} label={text.person.externalId} />
          </dd>
        </>
      )}
      <dt>{text.person.created}</dt>
      <dd>
        <Moment at={user.createdAt} />
      </dd>
      <dt>{text.person.changed}</dt>
      <dd>
        <Moment at={user.updatedAt} />
      </dd>
    </dl>
    <Text size="sm" c="dimmed" mt="md">
      {text.person.deactivate}
    </Text>
  </Paper>
);

const PARTS = { sideBySide: SideBySide, trace: Trace, groups: Groups, timeline: Timeline, json: AsScim } as const;

export const Person = () => {
  const { organisation, userId } = route.useParams();
  const { tab = 'sideBySide' } = route.useSearch();
  const navigate = route.useNavigate();
  const Part = PARTS[tab];
  return (
    <Loaded query={useQuery(userQuery(organisation, userId))}>
      {(user) => (
        <>
          <Anchor component={Link} to={`/o/${organisation}/people`} size="sm">
            {text.person.back}
          </Anchor>
          <PageTitle
            title={personName(user)}
            actions={<Badge>{user.active ? text.people.active : text.people.inactive}</Badge>}
          >
            {user.userName}
          </PageTitle>
          <Stack gap="lg">
            <Facts user={user} />
            <Tabs
              value={tab}
              keepMounted={false}
              onChange={(value) => {
                const next = PERSON_TABS.find((one) => one === value);
                if (next !== undefined)
                  void navigate({ search: next === 'sideBySide' ? {} : { tab: next }, replace: true });
              }}
            >
              <Tabs.List mb="md">
                {PERSON_TABS.map((one) => (
                  <Tabs.Tab key={one} value={one}>
                    {text.person.tabs[one]}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={tab}>
                <Part organisation={organisation} user={user} />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        </>
      )}
    </Loaded>
  );
};
