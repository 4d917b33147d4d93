// People and groups from a file: what would change is shown first, then they are imported.
import { Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { settingsAfter, startImport, type ImportSubmission, type MissingPeople } from '../../api/imports.ts';
import { organisationQuery } from '../../api/organisation.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { ChooseFile } from './choose-file.tsx';
import { JobReport } from './job-report.tsx';

const route = getRouteApi('/signed-in/o/$organisation/import');

export const Import = () => {
  const { organisation } = route.useParams();
  const { job } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: about } = useQuery(organisationQuery(organisation));
  // The file that a dry run was about, for as long as somebody stays.
  const [tried, setTried] = useState<ImportSubmission & { readonly jobId: string }>();
  const start = useMutation({
    mutationFn: (sent: ImportSubmission) => startImport(organisation, sent),
    onSuccess: ({ id }, sent) => {
      setTried(sent.settings.dryRun ? { ...sent, jobId: id } : undefined);
      void navigate({ search: { job: id } });
    },
  });
  const runNow = async (missing: MissingPeople | undefined): Promise<void> => {
    if (tried !== undefined) await start.mutateAsync({ ...tried, settings: settingsAfter(tried.settings, missing) });
  };
  return (
    <>
      <PageTitle title={text.importing.title}>{text.importing.intro}</PageTitle>
      <Stack gap="lg">
        {about?.role === 'viewer' && <Text c="dimmed">{text.importing.viewer}</Text>}
        {about?.role === 'administrator' && (
          <ChooseFile isSending={start.isPending} send={(chosen, settings) => start.mutate({ ...chosen, settings })} />
        )}
        {start.isError && <Problem error={start.error} />}
        {job !== undefined && (
          <JobReport
            organisation={organisation}
            jobId={job}
            mayChange={about?.role === 'administrator'}
            isSending={start.isPending}
            {...(tried?.jobId === job && { runNow })}
          />
        )}
      </Stack>
    </>
  );
};
