// How far an import is, and what became of its lines.
import { Alert, Badge, Button, Group, Loader, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import {
  cancelImport,
  importQuery,
  isUnderWay,
  type ImportExample,
  type ImportJob,
  type MissingPeople,
} from '../../api/imports.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';

const words = text.importing.job;
const COUNTS = ['created', 'changed', 'unchanged', 'refused'] as const;

const Counts = ({ report }: Pick<ImportJob, 'report'>) => (
  <SimpleGrid cols={{ base: 2, sm: 4 }}>
    {COUNTS.map((kind) => (
      <Stack key={kind} gap={0}>
        <Text size="xs" c="dimmed">
          {words.counts[kind]}
        </Text>
        <Text size="lg" fw={600}>
          {report[kind].toLocaleString(text.language)}
        </Text>
      </Stack>
    ))}
  </SimpleGrid>
);

const Errors = ({ report: { errors, refused } }: Pick<ImportJob, 'report'>) => (
  <section>
    <Title order={3} size="h5" mb="xs">
      {words.errors}
    </Title>
    {refused > errors.length && (
      <Text size="sm" c="dimmed" mb="xs">
        {words.moreErrors(errors.length, refused)}
      </Text>
    )}
    <WideTable label={words.errors} minWidth={480} maxHeight={480}>
      <Table stickyHeader className="of-rows">
        <ColumnHeads titles={[words.line, words.column, words.reason]} />
        <Table.Tbody>
          {errors.map(({ line, column, reason }) => (
            <Table.Tr key={`${line} ${column ?? ''} ${reason}`}>
              <Table.Th scope="row" fw={500}>
                {line.toLocaleString(text.language)}
              </Table.Th>
              <Table.Td className="code">{column}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{reason}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  </section>
);

const differsIn = ({ changes, membersAdded = 0, membersRemoved = 0 }: ImportExample): string =>
  [
    ...changes.map(({ attribute }) => attribute),
    ...(membersAdded + membersRemoved > 0 ? [words.members(membersAdded, membersRemoved)] : []),
  ].join(', ');

const Examples = ({ report: { examples } }: Pick<ImportJob, 'report'>) => (
  <section>
    <Title order={3} size="h5" mb="xs">
      {words.examples}
    </Title>
    <WideTable label={words.examples} minWidth={480}>
      <Table className="of-rows">
        <Table.Tbody>
          {examples.map((example) => (
            <Table.Tr key={example.line}>
              <Table.Th scope="row" fw={500}>
                {example.name}
              </Table.Th>
              <Table.Td>
                <Badge size="sm">{words.kinds[example.kind] ?? example.kind}</Badge>
              </Table.Td>
              <Table.Td className="code">{differsIn(example)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  </section>
);

/** What becomes of the people who are not in the file. */
const Missing = ({ missing, dryRun }: { readonly missing: MissingPeople; readonly dryRun: boolean }) => (
  <Alert color={'count' in missing && missing.count > 0 ? 'orange' : 'gray'} title={words.missing.title}>
    {'unknown' in missing ? words.missing.unknown[missing.unknown] : words.missing.sentence(missing, dryRun)}
  </Alert>
);

const State = ({ job }: { readonly job: ImportJob }) => (
  <Group gap="xs" role="status">
    {isUnderWay(job) && <Loader size="xs" aria-hidden />}
    <Text fw={600}>
      {words.states[job.state]}: {words.lines(job.report.lines)}
    </Text>
    {job.dryRun && !isUnderWay(job) && <Text c="dimmed">{words.dryRunHint}</Text>}
  </Group>
);

interface ReportProps {
  readonly organisation: string;
  readonly jobId: string;
  readonly mayChange: boolean;
  readonly isSending: boolean;
  /** Imports what was tried; absent when the file is not at hand. */
  readonly runNow?: (missing: MissingPeople | undefined) => Promise<void>;
}

interface RunProps {
  readonly missing: MissingPeople | undefined;
  readonly isSending: boolean;
  readonly runNow: NonNullable<ReportProps['runNow']>;
}

/** Imports what was tried. The number of people whom that deactivates has to be typed first. */
const RunNow = ({ missing, isSending, runNow }: RunProps) => {
  const [isAsking, { open, close }] = useDisclosure(false);
  const count = missing !== undefined && 'count' in missing ? missing.count : 0;
  const run = (): void => {
    // The page shows why it was not taken.
    void runNow(missing).catch(() => undefined);
  };
  return (
    <Group gap="sm">
      <Button onClick={count > 0 ? open : run} loading={isSending}>
        {text.importing.run}
      </Button>
      <Text size="sm" c="dimmed">
        {text.importing.runHint}
      </Text>
      {isAsking && (
        <Confirm
          title={words.missing.confirmTitle(count)}
          hint={words.missing.confirmHint}
          submitLabel={words.missing.confirm}
          done={words.missing.begun}
          typed={{ label: words.missing.typeNumber(count), text: String(count) }}
          act={() => runNow(missing)}
          close={close}
        />
      )}
    </Group>
  );
};

const Actions = ({
  job,
  organisation,
  isSending,
  runNow,
}: Omit<ReportProps, 'jobId' | 'mayChange'> & { readonly job: ImportJob }) => {
  const stop = useMutation({ mutationFn: () => cancelImport(organisation, job.id) });
  return (
    <>
      {stop.isError && <Problem error={stop.error} />}
      {isUnderWay(job) && (
        <Button variant="default" w="fit-content" loading={stop.isPending} onClick={() => stop.mutate()}>
          {words.stop}
        </Button>
      )}
      {job.dryRun && job.state === 'succeeded' && runNow !== undefined && (
        <RunNow missing={job.report.missing} isSending={isSending} runNow={runNow} />
      )}
    </>
  );
};

export const JobReport = ({ organisation, jobId, mayChange, ...rest }: ReportProps) => (
  <Loaded query={useQuery(importQuery(organisation, jobId))}>
    {(job) => (
      <Paper withBorder p="lg" component="section" aria-labelledby="import-job">
        <Stack>
          <div>
            <Title order={2} size="h4" id="import-job">
              {job.dryRun ? words.dryRun : words.real}
            </Title>
            <Text size="sm" c="dimmed" component="div">
              {words.by(job.author)}, <Moment at={job.createdAt} />
            </Text>
          </div>
          <State job={job} />
          {job.failure !== undefined && <Text style={{ overflowWrap: 'anywhere' }}>{job.failure}</Text>}
          <Counts report={job.report} />
          {job.report.missing !== undefined && <Missing missing={job.report.missing} dryRun={job.dryRun} />}
          {mayChange && <Actions job={job} organisation={organisation} {...rest} />}
          {job.report.errors.length > 0 && <Errors report={job.report} />}
          {job.report.examples.length > 0 && <Examples report={job.report} />}
        </Stack>
      </Paper>
    )}
  </Loaded>
);
