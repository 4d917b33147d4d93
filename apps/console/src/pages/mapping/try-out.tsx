// A set on one person, stored or pasted in: the profile, the way to it, and what would change.
import { Button, Group, Paper, SegmentedControl, Stack, Table, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Preview } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Problem } from '../../parts/problem.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { textOf } from '../people/person-name.ts';
import type { MappingSet } from './mapping-set.ts';
import { Traces } from './traces.tsx';

const words = text.mapping.tryOut;

const EXAMPLE = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ana@example.com',
  name: { givenName: 'Ana', familyName: 'Moreira' },
  emails: [{ value: 'ana@example.com', type: 'work', primary: true }],
};

const Difference = ({ preview: { difference } }: { readonly preview: Preview }) =>
  difference.length === 0 ? (
    <Text>{words.noDifference}</Text>
  ) : (
    <WideTable label={words.difference} minWidth={420}>
      <Table>
        <ColumnHeads titles={[text.mapping.table.field, words.before, words.after]} />
        <Table.Tbody>
          {difference.map(({ field, before, after }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" className="code">
                {field}
              </Table.Th>
              <Table.Td>{textOf(before) || text.person.empty}</Table.Td>
              <Table.Td>{textOf(after) || text.person.empty}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );

const Shown = ({ preview, hasDraft }: { readonly preview: Preview; readonly hasDraft: boolean }) => (
  <Stack>
    {hasDraft && (
      <section>
        <Title order={3} size="h5" mb="xs">
          {words.difference}
        </Title>
        <Difference preview={preview} />
      </section>
    )}
    {preview.ignored.length > 0 && (
      <Text>{words.ignored(preview.ignored.map(({ attribute }) => String(attribute)).join(', '))}</Text>
    )}
    <section>
      <Title order={3} size="h5" mb="xs">
        {words.profile}
      </Title>
      <Traces preview={preview} />
    </section>
  </Stack>
);

const isJson = (typed: string): boolean => {
  try {
    JSON.parse(typed);
    return true;
  } catch {
    return false;
  }
};

/** What a set is tried on. */
interface Subject {
  readonly kind: 'person' | 'pasted';
  readonly user: string;
  readonly pasted: string;
}

interface SubjectProps {
  readonly subject: Subject;
  readonly change: (subject: Subject) => void;
}

const SubjectFields = ({ subject, change }: SubjectProps) => (
  <>
    <SegmentedControl
      aria-label={words.title}
      value={subject.kind}
      w="fit-content"
      maw="100%"
      data={[
        { value: 'person', label: words.person },
        { value: 'pasted', label: words.pasted },
      ]}
      onChange={(value) => change({ ...subject, kind: value === 'pasted' ? 'pasted' : 'person' })}
    />
    {subject.kind === 'person' ? (
      <TextInput
        label={words.personHint}
        value={subject.user}
        maw={440}
        onChange={({ currentTarget }) => change({ ...subject, user: currentTarget.value })}
      />
    ) : (
      <Textarea
        label={words.pastedHint}
        value={subject.pasted}
        autosize
        minRows={6}
        maxRows={18}
        classNames={{ input: 'code' }}
        error={isJson(subject.pasted) ? undefined : words.broken}
        onChange={({ currentTarget }) => change({ ...subject, pasted: currentTarget.value })}
      />
    )}
  </>
);

const BEGINNING: Subject = { kind: 'person', user: '', pasted: JSON.stringify(EXAMPLE, undefined, 2) };

export const TryOut = ({ organisation, set }: { readonly organisation: string; readonly set?: MappingSet }) => {
  const [subject, setSubject] = useState<Subject>(BEGINNING);
  const { kind, user, pasted } = subject;
  const preview = useMutation({
    mutationFn: () =>
      api<Preview>('/mapping-set/preview', {
        method: 'POST',
        organisation,
        body: {
          ...(kind === 'person' ? { user } : { resource: JSON.parse(pasted) as unknown }),
          ...(set !== undefined && { set }),
        },
      }),
  });
  const isReady = kind === 'person' ? user.trim() !== '' : isJson(pasted);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isReady) preview.mutate();
  };
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="try-out">
      <Title order={2} size="h4" id="try-out">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {words.hint}
      </Text>
      <form onSubmit={submit}>
        <Stack>
          <SubjectFields subject={subject} change={setSubject} />
          <Group>
            <Button type="submit" variant="default" loading={preview.isPending} disabled={!isReady}>
              {words.show}
            </Button>
          </Group>
          {preview.isError && <Problem error={preview.error} />}
          {preview.data !== undefined && <Shown preview={preview.data} hasDraft={set !== undefined} />}
        </Stack>
      </form>
    </Paper>
  );
};
