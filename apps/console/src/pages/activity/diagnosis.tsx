// A diagnosis of the requests that the filters select, which may be shared.
import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ActivityPage, Health, MappingVersion, Organisation } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { VERSION } from '../../app/version.ts';
import { text } from '../../text/en.ts';
import { periodBundleOf } from '../explain/redacted.ts';
import type { ActivityView } from './activity-search.ts';

const words = text.activity.diagnosis;
/** Requests of a diagnosis, the newest ones. */
const MOST_REQUESTS = 500;
const INDENT = 2;

interface DiagnosisProps {
  readonly organisation: string;
  readonly view: ActivityView;
  readonly close: () => void;
}

/** Asks for everything that a diagnosis has; what the filters say of a person selects, and is not told. */
const gather = async (organisation: string, view: ActivityView, signal: AbortSignal) => {
  const { grouped: _grouped, folded: _folded, ...search } = view;
  const { user: _user, q: _q, ...filters } = search;
  const ask = { organisation, signal };
  const [about, health, mapping, page] = await Promise.all([
    api<Organisation>('/organisation', ask),
    api<Health>('/health', ask),
    api<MappingVersion>('/mapping-set', ask),
    api<ActivityPage>('/activity', { ...ask, query: { ...search, limit: MOST_REQUESTS } }),
  ]);
  const { entries, hasMore } = page;
  const state = health.state;
  return {
    count: entries.length,
    hasMore,
    json: JSON.stringify(
      periodBundleOf({
        version: VERSION,
        organisation: about,
        mappingVersion: mapping.version,
        state,
        filters,
        entries,
        hasMore,
      }),
      undefined,
      INDENT,
    ),
  };
};

const download = (json: string): void => {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = 'looop-scim-diagnosis.json';
  anchor.click();
  URL.revokeObjectURL(url);
};

export const Diagnosis = ({ organisation, view, close }: DiagnosisProps) => {
  const found = useQuery({
    queryKey: [organisation, 'diagnosis', view],
    queryFn: ({ signal }) => gather(organisation, view, signal),
    gcTime: 0,
  });
  return (
    <Dialog title={words.title} close={close}>
      <Stack>
        <Text size="sm">{words.hint}</Text>
        <Loaded query={found}>
          {({ count, hasMore, json }) => (
            <>
              <Text size="sm" role="status">
                {words.requests(count, hasMore)}
              </Text>
              <Group gap="xs">
                <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={() => download(json)}>
                  {words.download}
                </Button>
                <CopyButton value={json}>
                  {({ copied, copy }) => (
                    <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
                      {copied ? text.common.copied : words.copy}
                    </Button>
                  )}
                </CopyButton>
              </Group>
            </>
          )}
        </Loaded>
      </Stack>
    </Dialog>
  );
};
