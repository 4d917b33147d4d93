// People and groups from a file: what would change is shown first, then they are imported.
import { Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { startImport, type ImportSettings } from '../../api/imports.ts';
import { organisationQuery } from '../../api/organisation.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { ChooseFile, type ChosenFile } from './choose-file.tsx';
import { JobReport } from './job-report.tsx';

const route = getRouteApi('/signed-in/o/$organisation/import');

interface Sent extends ChosenFile {
  readonly settings: ImportSettings;
}

export const Import = () => {
  const { organisation } = route.useParams();
  const { job } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: about } = useQuery(organisationQuery(organisation));
  // The file that a dry run was about, for as long as somebody stays.
  const [tried, setTried] = useState<Sent & { readonly jobId: string }>();
  const start = useMutation({
    mutationFn: (sent: Sent) => startImport(organisation, sent),
    onSuccess: ({ id }, sent) => {
      setTried(sent.settings.dryRun ? { ...sent, jobId: id } : undefined);
      void navigate({ search: { job: id } });
    },
  });
  const runNow = (): void => {
    if (tried !== undefined) start.mutate({ ...tried, settings: { ...tried.settings, dryRun: false } });
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
