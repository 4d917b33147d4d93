// Which attribute becomes which field: the table, what people have of it, its versions, and the organisation's own attributes.
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { mappingQuery } from '../../api/mapping.ts';
import { organisationQuery } from '../../api/organisation.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { PartsByTab } from '../../parts/parts-by-tab.tsx';
import { text } from '../../text/en.ts';
import { Attributes } from './attributes.tsx';
import { Coverage } from './coverage.tsx';
import { MappingTab } from './mapping-tab.tsx';
import { MAPPING_TABS, type MappingTabProps } from './tabs.ts';
import { Versions } from './versions.tsx';

const route = getRouteApi('/signed-in/o/$organisation/mapping');

const PARTS = { table: MappingTab, coverage: Coverage, versions: Versions, attributes: Attributes } as const;

const Parts = (props: MappingTabProps) => {
  const { tab = 'table' } = route.useSearch();
  const navigate = route.useNavigate();
  const Part = PARTS[tab];
  return (
    <PartsByTab
      names={MAPPING_TABS}
      titles={text.mapping.tabs}
      shown={tab}
      show={(next) => void navigate({ search: next === 'table' ? {} : { tab: next }, replace: true })}
    >
      <Part {...props} />
    </PartsByTab>
  );
};

export const Mapping = () => {
  const { organisation } = route.useParams();
  const { data: about } = useQuery(organisationQuery(organisation));
  const mayChange = about?.role === 'administrator';
  return (
    <>
      <PageTitle title={text.mapping.title}>{text.mapping.intro}</PageTitle>
      <Loaded query={useQuery(mappingQuery(organisation))}>
        {({ body, etag }) => (
          <Stack gap="lg">
            <Text size="sm" c="dimmed" component="div">
              {text.mapping.version(body.version)}{' '}
              {body.author !== undefined && body.savedAt !== undefined && (
                <>
                  {text.mapping.savedBy(body.author)}, <Moment at={body.savedAt} />
                </>
              )}
            </Text>
            {about !== undefined && !mayChange && <Text c="dimmed">{text.mapping.viewer}</Text>}
            <Parts organisation={organisation} saved={body} etag={etag} mayChange={mayChange} />
          </Stack>
        )}
      </Loaded>
    </>
  );
};
