// How many people a draft would change, with examples, before it is saved.
import { Anchor, Button, Group, Loader, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ImpactJob } from '@looop-scim/http-api/contract';
import { cancelImpact, impactQuery, isRunning, startImpact } from '../../api/impact.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Problem } from '../../parts/problem.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { textOf } from '../people/person-name.ts';
import { sameSet, type MappingSet } from './mapping-set.ts';
import type { DraftControl } from './use-draft.ts';

const words = text.mapping.impact;

type Example = ImpactJob['report']['examples'][number];

const Examples = ({
  examples,
  organisation,
}: {
  readonly examples: readonly Example[];
  readonly organisation: string;
}) => (
  <WideTable label={words.examples} minWidth={560}>
    <Table className="of-rows">
      <ColumnHeads titles={[words.person, words.field, text.mapping.tryOut.before, text.mapping.tryOut.after]} />
      <Table.Tbody>
        {examples.flatMap(({ id, userName, difference }) =>
          difference.map(({ field, before, after }) => (
            <Table.Tr key={`${id} ${field}`}>
              <Table.Th scope="row" fw={400}>
                <Anchor component={Link} to={`/o/${organisation}/people/${id}`} size="sm">
                  {userName}
                </Anchor>
              </Table.Th>
              <Table.Td className="code">{field}</Table.Td>
              <Table.Td>{textOf(before) || text.person.empty}</Table.Td>
              <Table.Td>{textOf(after) || text.person.empty}</Table.Td>
            </Table.Tr>
          )),
        )}
      </Table.Tbody>
    </Table>
  </WideTable>
);

const endText = ({ state, failure }: ImpactJob): string | undefined => {
  if (state === 'cancelled') return words.cancelled;
  return state === 'failed' ? (failure ?? words.failed) : undefined;
};

const Report = ({ job, organisation }: { readonly job: ImpactJob; readonly organisation: string }) => {
  const { people, changed, fields, examples } = job.report;
  const end = endText(job);
  return (
    <Stack gap="sm">
      {isRunning(job) ? (
        <Group gap="xs" role="status">
          <Loader size="xs" aria-hidden />
          <Text size="sm">{words.running(people)}</Text>
        </Group>
      ) : (
        <Text fw={600} role="status">
          {words.sentence(changed, people)}
        </Text>
      )}
      {end !== undefined && <Text size="sm">{end}</Text>}
      {changed > 0 && (
        <>
          <Text size="sm">
            {words.byField}:{' '}
            {Object.entries(fields)
              .map(([field, count]) => `${field} ${count.toLocaleString(text.language)}`)
              .join(', ')}
          </Text>
          <Examples examples={examples} organisation={organisation} />
        </>
      )}
    </Stack>
  );
};

/** A job, and the set that it counts for. */
interface Begun {
  readonly jobId: string;
  readonly set: MappingSet;
}

const Running = ({
  begun,
  organisation,
  set,
}: {
  readonly begun: Begun;
  readonly organisation: string;
  readonly set: MappingSet;
}) => {
  const { data: job, error } = useQuery(impactQuery(organisation, begun.jobId));
  const cancel = useMutation({ mutationFn: () => cancelImpact(organisation, begun.jobId) });
  return (
    <Stack gap="sm">
      {error !== null && <Problem error={error} />}
      {!sameSet(begun.set, set) && <Text size="sm">{words.stale}</Text>}
      {job !== undefined && <Report job={job} organisation={organisation} />}
      {job !== undefined && isRunning(job) && (
        <Button variant="default" w="fit-content" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {words.cancel}
        </Button>
      )}
    </Stack>
  );
};

export const Impact = ({ organisation, draft }: { readonly organisation: string; readonly draft: DraftControl }) => {
  const [begun, setBegun] = useState<Begun>();
  const start = useMutation({
    mutationFn: (set: MappingSet) => startImpact(organisation, set),
    onSuccess: ({ id }, set) => setBegun({ jobId: id, set }),
  });
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="impact">
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Title order={2} size="h4" id="impact">
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {words.hint}
          </Text>
        </div>
        <Button
          variant="default"
          loading={start.isPending}
          disabled={draft.isChecking || draft.faults.length > 0}
          onClick={() => start.mutate(draft.set)}
        >
          {words.start}
        </Button>
      </Group>
      {start.isError && <Problem error={start.error} />}
      {begun !== undefined && <Running begun={begun} organisation={organisation} set={draft.set} />}
    </Paper>
  );
};
