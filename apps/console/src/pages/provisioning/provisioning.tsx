// Account > Provisioning: the base URL, and below it the tokens; then the guided set-up.
import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlugX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { organisationQuery } from '../../api/organisation.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { text } from '../../text/en.ts';
import { reachFault } from './reach.ts';
import { SetUp } from './set-up.tsx';
import { Tokens } from './tokens.tsx';

const route = getRouteApi('/signed-in/o/$organisation/provisioning');

/** Says so where no identity provider can reach the address. */
const Reach = ({ baseUrl }: { readonly baseUrl: string }) => {
  const fault = reachFault(baseUrl);
  return fault === undefined ? null : (
    <Alert icon={<IconPlugX />} color="yellow" variant="light" title={text.provisioning.reach[fault]}>
      {text.provisioning.reachHint}
    </Alert>
  );
};

export const Provisioning = () => {
  const { organisation } = route.useParams();
  const { data: about, error, refetch } = useQuery(organisationQuery(organisation));
  if (about === undefined) return error === null ? <Waiting /> : <Problem error={error} retry={() => void refetch()} />;
  const mayChange = about.role === 'administrator';
  return (
    <>
      <PageTitle title={text.provisioning.title}>{text.provisioning.intro}</PageTitle>
      <Stack gap="lg">
        {!about.scimEnabled && (
          <Alert icon={<IconPlugX />} title={text.provisioning.off} color="yellow" variant="light">
            {about.hint}
          </Alert>
        )}
        {!mayChange && <Text c="dimmed">{text.provisioning.viewer}</Text>}
        <Paper withBorder p="lg" component="section" aria-labelledby="integration">
          <Title order={2} size="h4" mb="md" id="integration">
            {text.provisioning.integration}
          </Title>
          <Stack gap="lg">
            <CopyField
              label={text.provisioning.baseUrl}
              description={text.provisioning.baseUrlHint}
              value={about.scimBaseUrl}
            />
            <Reach baseUrl={about.scimBaseUrl} />
            <Tokens organisation={organisation} mayChange={mayChange} />
          </Stack>
        </Paper>
        {about.scimEnabled && <SetUp organisation={organisation} about={about} />}
      </Stack>
    </>
  );
};
