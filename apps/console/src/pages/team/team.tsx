// Who looks after provisioning, how they sign in, and what they did.
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { organisationQuery } from '../../api/organisation.ts';
import { AuditList } from '../../parts/audit-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { PartsByTab } from '../../parts/parts-by-tab.tsx';
import { text } from '../../text/en.ts';
import { Administrators } from './administrators.tsx';
import { Invitations } from './invitations.tsx';
import { SignInSettingsForm } from './sign-in-settings.tsx';
import { TEAM_TABS } from './tabs.ts';

const route = getRouteApi('/signed-in/o/$organisation/team');

const People = ({ organisation }: { readonly organisation: string }) => (
  <Stack gap="xl">
    <Administrators organisation={organisation} mayChange />
    <Invitations organisation={organisation} />
  </Stack>
);

const PARTS = { people: People, signIn: SignInSettingsForm, audit: AuditList } as const;

const Parts = ({ organisation }: { readonly organisation: string }) => {
  const { tab = 'people' } = route.useSearch();
  const navigate = route.useNavigate();
  const Part = PARTS[tab];
  return (
    <PartsByTab
      names={TEAM_TABS}
      titles={text.team.tabs}
      shown={tab}
      show={(next) => void navigate({ search: next === 'people' ? {} : { tab: next }, replace: true })}
    >
      <Part organisation={organisation} />
    </PartsByTab>
  );
};

export const Team = () => {
  const { organisation } = route.useParams();
  return (
    <>
      <PageTitle title={text.team.title}>{text.team.intro}</PageTitle>
      <Loaded query={useQuery(organisationQuery(organisation))}>
        {({ role }) =>
          role === 'administrator' ? (
            <Parts organisation={organisation} />
          ) : (
            <Stack>
              <Text c="dimmed">{text.team.viewer}</Text>
              <Administrators organisation={organisation} mayChange={false} />
            </Stack>
          )
        }
      </Loaded>
    </>
  );
};
