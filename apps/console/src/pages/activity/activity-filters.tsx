// The filters of the activity; all of them stand in the address.
import { Button, Collapse, Group, Paper, Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { tokensQuery } from '../../api/organisation.ts';
import { text } from '../../text/en.ts';
import { tokenName } from '../provisioning/token-state.ts';
import type { ActivityView } from './activity-search.ts';

const TYPING_MS = 350;

interface FiltersProps {
  readonly organisation: string;
  readonly view: ActivityView;
  readonly change: (change: Partial<ActivityView>) => void;
}

interface TypedProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
  readonly isSearch?: boolean;
}

/** A text that takes effect a moment after the last key. */
const Typed = ({ label, hint, value = '', change, isSearch = false }: TypedProps) => {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const settle = useDebouncedCallback(
    (next: string) => change(next.trim() === '' ? undefined : next.trim()),
    TYPING_MS,
  );
  return (
    <TextInput
      label={label}
      placeholder={hint}
      type={isSearch ? 'search' : 'text'}
      leftSection={isSearch ? <IconSearch size={16} aria-hidden /> : undefined}
      value={typed}
      maxLength={isSearch ? 2000 : 1000}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        settle(currentTarget.value);
      }}
    />
  );
};

const pad = (number: number): string => String(number).padStart(2, '0');

/** A time as the field of the browser has it: local, to the minute. */
const localText = (iso: string | undefined): string => {
  if (iso === undefined) return '';
  const at = new Date(iso);
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
};

const isoOf = (local: string): string | undefined => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

interface TimeProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
}

const Time = ({ label, value, change }: TimeProps) => (
  <TextInput
    label={label}
    type="datetime-local"
    value={localText(value)}
    onChange={({ currentTarget }) => change(isoOf(currentTarget.value))}
  />
);

const Switches = ({ view, change }: Pick<FiltersProps, 'view' | 'change'>) => (
  <Group gap="lg">
    <Switch
      label={text.activity.grouped}
      checked={view.grouped ?? false}
      onChange={({ currentTarget }) => change({ grouped: currentTarget.checked ? true : undefined })}
    />
    <Switch
      label={text.activity.folded}
      checked={view.folded ?? false}
      onChange={({ currentTarget }) => change({ folded: currentTarget.checked ? true : undefined })}
    />
  </Group>
);

const outcomes = Object.entries({ ...text.activity.outcomes, ignored: text.activity.filters.ignored }).map(
  ([value, label]) => ({ value, label }),
);

const More = ({ organisation, view: { client, since, until }, change }: FiltersProps) => {
  const { filters } = text.activity;
  const { data: tokens = [] } = useQuery(tokensQuery(organisation));
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" mt="sm">
      <Select
        label={filters.client}
        placeholder={filters.anyClient}
        data={tokens.map((token) => ({ value: token.fingerprint, label: tokenName(token) }))}
        value={client ?? null}
        onChange={(next) => change({ client: next ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': filters.anyClient }}
      />
      <Time label={filters.since} value={since} change={(next) => change({ since: next })} />
      <Time label={filters.until} value={until} change={(next) => change({ until: next })} />
    </SimpleGrid>
  );
};

export const ActivityFilters = ({ organisation, view, change }: FiltersProps) => {
  const { filters } = text.activity;
  const { outcome, user, client, since, until, q } = view;
  const hasMore = client !== undefined || since !== undefined || until !== undefined;
  const isFiltered = hasMore || [outcome, user, q].some((one) => one !== undefined);
  const [isOpen, { toggle }] = useDisclosure(hasMore);
  return (
    <Paper withBorder p="md" component="search" aria-label={filters.label}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Typed
          label={filters.search}
          hint={filters.searchHint}
          value={q}
          change={(next) => change({ q: next })}
          isSearch
        />
        <Typed
          label={filters.person}
          hint={filters.personHint}
          value={user}
          change={(next) => change({ user: next })}
        />
        <Select
          label={filters.outcome}
          placeholder={filters.any}
          data={outcomes}
          value={outcome ?? null}
          onChange={(next) => change({ outcome: next ?? undefined })}
          clearable
          clearButtonProps={{ 'aria-label': filters.any }}
        />
      </SimpleGrid>
      <Collapse expanded={isOpen}>
        <More organisation={organisation} view={view} change={change} />
      </Collapse>
      <Group justify="space-between" mt="md" gap="sm">
        <Switches view={view} change={change} />
        <Group gap="xs">
          <Button
            variant="default"
            onClick={toggle}
            aria-expanded={isOpen}
            leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          >
            {isOpen ? filters.fewer : filters.more}
          </Button>
          {isFiltered && (
            <Button
              variant="default"
              leftSection={<IconX size={16} aria-hidden />}
              onClick={() =>
                change({
                  ...{ outcome: undefined, user: undefined, client: undefined },
                  ...{ since: undefined, until: undefined, q: undefined },
                })
              }
            >
              {filters.clear}
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  );
};
