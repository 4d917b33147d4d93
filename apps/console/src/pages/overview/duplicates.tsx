// People who are probably here twice. Everybody is looked at, part after part, once somebody asks for it.
import { Anchor, Button, Group, List, Loader, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Duplicates as Found } from '@looop-scim/http-api/contract';
import { duplicatesQuery } from '../../api/watch.ts';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const words = text.outOfStep.duplicates;
/** Values that are listed. */
const MOST_LISTED = 50;

type Shared = Found['shared'][number];

const Sharers = ({
  shared: { value, count, people },
  organisation,
}: {
  readonly shared: Shared;
  readonly organisation: string;
}) => (
  <List.Item>
    <span style={{ overflowWrap: 'anywhere' }}>{words.shared(value, count)}</span>{' '}
    {people.map(({ id, userName, active }, index) => (
      <span key={id}>
        {index > 0 && ', '}
        <Anchor component={Link} to={`/o/${organisation}/people/${id}`} style={{ overflowWrap: 'anywhere' }}>
          {userName}
        </Anchor>
        {!active && ` (${text.people.inactive})`}
      </span>
    ))}
    <Text size="sm" c="dimmed">
      {people.some(({ isManaged }) => isManaged) && people.some(({ isManaged }) => !isManaged)
        ? words.matchHint
        : words.twiceHint}
    </Text>
  </List.Item>
);

const Search = ({ organisation }: { readonly organisation: string }) => {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    duplicatesQuery(organisation),
  );
  useEffect(() => {
    if (hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  const pages = data?.pages ?? [];
  const shared = pages.flatMap((page) => page.shared);
  const people = pages.reduce((sum, page) => sum + page.people, 0);
  const unmanaged = pages.reduce((sum, page) => sum + page.unmanaged, 0);
  const isWhole = data !== undefined && !hasNextPage;
  return (
    <>
      <Group gap="xs" role="status">
        {!isWhole && <Loader size="xs" aria-hidden />}
        <Text size="sm" c="dimmed">
          {words.looked(people, isWhole, shared.length)}
        </Text>
      </Group>
      {isWhole && unmanaged > 0 && <Text mt="xs">{text.outOfStep.unmanaged(unmanaged)}</Text>}
      <List spacing="xs" mt="xs">
        {shared.slice(0, MOST_LISTED).map((one) => (
          <Sharers key={one.value} shared={one} organisation={organisation} />
        ))}
      </List>
      {(shared.length > MOST_LISTED || pages.some(({ isPartial }) => isPartial)) && (
        <Text size="sm">{words.partial}</Text>
      )}
    </>
  );
};

export const Duplicates = ({ organisation }: { readonly organisation: string }) => {
  const [isAsked, setAsked] = useState(false);
  if (isAsked) return <Search organisation={organisation} />;
  return (
    <Button variant="default" size="xs" onClick={() => setAsked(true)}>
      {words.look}
    </Button>
  );
};
