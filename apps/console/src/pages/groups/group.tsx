// One group with its members, by pages.
import { Anchor, Badge, Group as Row, Paper, Stack, Text, Title } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Member } from '@looop-scim/http-api/contract';
import { groupQuery, membersQuery } from '../../api/directory.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { text } from '../../text/en.ts';

const route = getRouteApi('/signed-in/o/$organisation/groups/$groupId');
const ROW_HEIGHT = 44;

interface MemberRowProps {
  readonly member: Member;
  readonly organisation: string;
}

const MemberLine = ({ member }: Pick<MemberRowProps, 'member'>) => (
  <Row justify="space-between" wrap="nowrap">
    <Text size="sm" truncate>
      {member.display ?? member.id}
    </Text>
    {member.type === 'Group' && <Badge>{text.groups.group}</Badge>}
  </Row>
);

const MemberRow = ({ member, organisation }: MemberRowProps) =>
  member.type === 'User' ? (
    <Link to="/o/$organisation/people/$userId" params={{ organisation, userId: member.id }} className="row-link">
      <MemberLine member={member} />
    </Link>
  ) : (
    <Link to="/o/$organisation/groups/$groupId" params={{ organisation, groupId: member.id }} className="row-link">
      <MemberLine member={member} />
    </Link>
  );

const Members = ({ organisation, groupId }: { readonly organisation: string; readonly groupId: string }) => {
  const found = useInfiniteQuery(membersQuery(organisation, groupId));
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const members = pages.flatMap((page) => page.members);
        return members.length === 0 ? (
          <Empty icon={IconUsers} title={text.groups.noMembers}>
            {text.groups.noMembersHint}
          </Empty>
        ) : (
          <VirtualList
            label={text.groups.members}
            items={members}
            keyOf={({ id }) => id}
            rowHeight={ROW_HEIGHT}
            more={found.hasNextPage ? () => void (found.isFetching || found.fetchNextPage()) : undefined}
          >
            {(member) => <MemberRow member={member} organisation={organisation} />}
          </VirtualList>
        );
      }}
    </Loaded>
  );
};

export const GroupPage = () => {
  const { organisation, groupId } = route.useParams();
  return (
    <Loaded query={useQuery(groupQuery(organisation, groupId))}>
      {(group) => (
        <>
          <Anchor component={Link} to={`/o/${organisation}/groups`} size="sm">
            {text.groups.back}
          </Anchor>
          <PageTitle title={group.displayName} />
          <Stack gap="lg">
            <Paper withBorder p="lg">
              <dl className="facts">
                <dt>{text.person.id}</dt>
                <dd>
                  <CopyText value={group.id} label={text.person.id} />
                </dd>
                {group.externalId !== undefined && (
                  <>
                    <dt>{text.person.externalId}</dt>
                    <dd>
                      <CopyText value={group.externalId} label={text.person.externalId} />
                    </dd>
                  </>
                )}
                <dt>{text.person.created}</dt>
                <dd>
                  <Moment at={group.createdAt} />
                </dd>
                <dt>{text.person.changed}</dt>
                <dd>
                  <Moment at={group.updatedAt} />
                </dd>
              </dl>
            </Paper>
            <section>
              <Title order={2} size="h4" mb="xs">
                {text.groups.members}
              </Title>
              <Members organisation={organisation} groupId={groupId} />
            </section>
          </Stack>
        </>
      )}
    </Loaded>
  );
};
