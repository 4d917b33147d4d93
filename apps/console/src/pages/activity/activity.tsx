// What the identity provider did: live, filtered by the address, as long as a list may be.
import { ActionIcon, Badge, Box, Button, Group, Paper, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import {
  IconActivity,
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconFilterOff,
  IconHash,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ActivityEntry } from '@looop-scim/http-api/contract';
import { activityQuery, WATCH_MS } from '../../api/organisation.ts';
import { OutcomeBadge } from '../../parts/activity-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { rowsOf, type ActivityRowData } from './activity-rows.ts';
import { searchOf, type ActivityView } from './activity-search.ts';
import { Diagnosis } from './diagnosis.tsx';

const route = getRouteApi('/signed-in/o/$organisation/activity');

/** Pages that are looked at again for what is new; of a longer list only the reader asks for more. */
const LIVE_PAGES = 2;
const ROW_HEIGHT = 68;
/** How close to the end the next page is asked for, in rows. */
const NEAR_END = 10;

const requestIdOf = ({ record }: ActivityEntry): string => {
  const caller = record['caller'];
  return typeof caller === 'object' && caller !== null && 'requestId' in caller ? String(caller.requestId) : '';
};

const CopyId = ({ id }: { readonly id: string }) => {
  const { copied, copy } = useClipboard();
  return (
    <Tooltip label={copied ? text.common.copied : `${text.activity.copyId} ${id}`}>
      <ActionIcon onClick={() => copy(id)} aria-label={text.common.copyOf(text.activity.copyId)}>
        {copied ? <IconCheck size={16} /> : <IconHash size={16} />}
      </ActionIcon>
    </Tooltip>
  );
};

const EntryRow = ({ entry, isInner, organisation }: Extract<ActivityRowData, { kind: 'entry' }> & Of) => {
  const id = requestIdOf(entry);
  return (
    <Group justify="space-between" align="flex-start" gap="xs" py="xs" px="md" pl={isInner ? 42 : 'md'}>
      <Stack gap={2} miw={0} flex="1 1 16rem">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }} lineClamp={4}>
          {entry.sentence}
        </Text>
        <Group gap={8} c="dimmed">
          <Text size="xs" component="span">
            <Moment at={entry.at} />
          </Text>
          {entry.canExplain && (
            <Text size="xs" component="span">
              <PlaceLink to="/o/$organisation/explain" params={{ organisation }} search={{ position: entry.position }}>
                {text.activity.explain}
              </PlaceLink>
            </Text>
          )}
        </Group>
      </Stack>
      <Group gap={4} wrap="nowrap">
        {id !== '' && <CopyId id={id} />}
        <OutcomeBadge outcome={String(entry.record['outcome'] ?? '')} />
      </Group>
    </Group>
  );
};

interface Of {
  readonly organisation: string;
}

interface FoldProps {
  readonly row: Extract<ActivityRowData, { kind: 'group' | 'unchanged' }>;
  readonly turn: (key: string) => void;
}

const FoldRow = ({ row: { kind, key, name, count, isOpen }, turn }: FoldProps) => {
  const label = kind === 'group' ? text.activity.groupOf(name, count) : text.activity.unchangedOf(count);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <UnstyledButton w="100%" py="xs" px="md" aria-expanded={isOpen} onClick={() => turn(key)}>
      <Group gap="xs" wrap="nowrap">
        <Chevron size={16} aria-hidden />
        <Text
          size="sm"
          fw={kind === 'group' ? 600 : 400}
          {...(kind === 'unchanged' && { c: 'dimmed' })}
          style={{ overflowWrap: 'anywhere' }}
        >
          {label}
        </Text>
      </Group>
    </UnstyledButton>
  );
};

interface RowsProps extends Of {
  readonly rows: readonly ActivityRowData[];
  readonly turn: (key: string) => void;
  readonly nearEnd: () => void;
}

/** As many rows as are in sight. */
const Rows = ({ rows, turn, nearEnd, organisation }: RowsProps) => {
  const list = useRef<HTMLDivElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - NEAR_END) nearEnd();
  }, [last, rows.length, nearEnd]);
  return (
    <Paper withBorder ref={list} role="list" aria-label={text.activity.list}>
      <Box pos="relative" h={virtualizer.getTotalSize()}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={key}
              role="listitem"
              aria-setsize={-1}
              aria-posinset={index + 1}
              data-index={index}
              ref={virtualizer.measureElement}
              style={{
                position: 'absolute',
                insetInline: 0,
                insetBlockStart: 0,
                transform: `translateY(${start - virtualizer.options.scrollMargin}px)`,
                borderTop: index === 0 ? 'none' : '1px solid var(--mantine-color-default-border)',
              }}
            >
              {row.kind === 'entry' ? (
                <EntryRow {...row} organisation={organisation} />
              ) : (
                <FoldRow row={row} turn={turn} />
              )}
            </div>
          );
        })}
      </Box>
    </Paper>
  );
};

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty icon={IconFilterOff} title={text.activity.noMatch}>
      {text.activity.noMatchHint}
    </Empty>
  ) : (
    <Empty icon={IconActivity} title={text.activity.none}>
      {text.activity.noneHint}
    </Empty>
  );

const viewOf = (view: ActivityView) => ({
  grouped: view.grouped ?? false,
  folded: view.folded ?? false,
  search: searchOf(view),
  // A search looks through a part of the activity at a time: the reader decides whether it goes on.
  isSearch: view.q !== undefined || view.client !== undefined,
});

interface EndProps {
  readonly isSearch: boolean;
  readonly hasMore: boolean;
  readonly isMoving: boolean;
  readonly more: () => void;
}

const End = ({ isSearch, hasMore, isMoving, more }: EndProps) =>
  hasMore ? (
    <Button variant="default" onClick={more} loading={isMoving} mx="auto">
      {isSearch ? text.activity.searchOn : text.activity.more}
    </Button>
  ) : (
    <Text size="sm" c="dimmed" ta="center">
      {text.activity.end}
    </Text>
  );

/** Keys that are turned, and how one is turned. */
const useTurned = () => {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (key: string): void =>
    setTurned((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]));
  return { turned, turn };
};

const Entries = ({ organisation, view }: Of & { readonly view: ActivityView }) => {
  const { grouped, folded, search, isSearch } = viewOf(view);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...activityQuery(organisation, search),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= LIVE_PAGES ? WATCH_MS : false),
  });
  const { turned, turn } = useTurned();
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  const rows = useMemo(
    () => rowsOf(entries, { isGrouped: grouped, isFolded: folded, turned }),
    [entries, grouped, folded, turned],
  );
  if (data === undefined) {
    return error === null ? <Waiting /> : <Problem error={error} retry={() => void refetch()} />;
  }
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const isEmpty = entries.length === 0;
  return (
    <Stack>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {isEmpty && hasNextPage && <Text c="dimmed">{text.activity.searched}</Text>}
      {isEmpty && !hasNextPage && <Nothing isFiltered={Object.keys(search).length > 0} />}
      {!isEmpty && (
        <Rows rows={rows} turn={turn} nearEnd={isSearch ? () => undefined : more} organisation={organisation} />
      )}
      {(hasNextPage || !isEmpty) && (
        <End isSearch={isSearch} hasMore={hasNextPage} isMoving={isFetchingNextPage} more={more} />
      )}
    </Stack>
  );
};

export const Activity = () => {
  const { organisation } = route.useParams();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const [isSharing, setSharing] = useState(false);
  return (
    <>
      <PageTitle
        title={text.activity.title}
        actions={
          <>
            <Tooltip label={text.activity.liveHint}>
              <Badge tabIndex={0}>{text.activity.live}</Badge>
            </Tooltip>
            <Button variant="default" onClick={() => setSharing(true)}>
              {text.activity.share}
            </Button>
          </>
        }
      >
        {text.activity.intro}
      </PageTitle>
      <Stack>
        <ActivityFilters
          organisation={organisation}
          view={view}
          change={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
        />
        <Entries organisation={organisation} view={view} />
      </Stack>
      {isSharing && <Diagnosis organisation={organisation} view={view} close={() => setSharing(false)} />}
    </>
  );
};
