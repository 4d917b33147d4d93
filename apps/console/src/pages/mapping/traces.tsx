// How each field of a profile came to its value: the sources that were tried, then the steps.
import { Badge, Group, List, Paper, Stack, Text } from '@mantine/core';
import { Fragment } from 'react';
import type { Preview } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';
import { textOf } from '../people/person-name.ts';
import { sourceLabel, stepLabel, type ProfileValue } from './mapping-set.ts';
import { tracesOf, type FieldTrace, type SourceTrace } from './trace.ts';

const words = text.mapping.trace;

const shown = (value: ProfileValue | undefined): string =>
  value === undefined ? text.person.empty : textOf(typeof value === 'object' ? [...value] : value);

const pickText = ({ picked }: SourceTrace): string => {
  if (picked === undefined) return '';
  const by = typeof picked.by === 'object' ? words.pickedType(picked.by.type) : words.picked[picked.by];
  return picked.matches > 1 ? `${by}, ${words.several(picked.matches)}` : by;
};

const SourceLine = ({ trace }: { readonly trace: SourceTrace }) => {
  const picked = pickText(trace);
  return (
    <List.Item>
      <span className="code">{sourceLabel(trace.source)}</span>:{' '}
      {trace.value === undefined ? words.nothing : shown(trace.value)}
      {picked !== '' && (
        <Text span size="xs" c="dimmed">
          {' '}
          ({picked})
        </Text>
      )}
    </List.Item>
  );
};

const Field = ({ trace, isChanged }: { readonly trace: FieldTrace; readonly isChanged: boolean }) => (
  <Paper withBorder p="md" component="li">
    <Group justify="space-between" mb={4} gap="xs">
      <Text fw={600} className="code">
        {trace.field}
      </Text>
      {isChanged && <Badge>{words.changed}</Badge>}
    </Group>
    <Text mb="xs" style={{ overflowWrap: 'anywhere' }}>
      {shown(trace.result)}
    </Text>
    <List size="sm" type="ordered" style={{ overflowWrap: 'anywhere' }}>
      {trace.sources.map((source, index) => (
        <SourceLine key={`${sourceLabel(source.source)} ${index}`} trace={source} />
      ))}
      {trace.steps.map(({ step, input, output }, index) => (
        <List.Item key={`${stepLabel(step)} ${index}`}>
          {stepLabel(step)}: {shown(input)} → {shown(output)}
        </List.Item>
      ))}
      {trace.otherwise !== undefined && <List.Item>{words.otherwise(shown(trace.otherwise))}</List.Item>}
    </List>
  </Paper>
);

/** Fields that have no value, and never had one: where it was looked for is all that there is to say. */
const Without = ({ traces }: { readonly traces: readonly FieldTrace[] }) => (
  <Paper withBorder p="md" component="li">
    <Text fw={600} mb="xs">
      {words.without}
    </Text>
    <dl className="facts">
      {traces.map(({ field, sources }) => (
        <Fragment key={field}>
          <dt className="code">{field}</dt>
          <dd>{words.nothingIn(sources.map(({ source }) => sourceLabel(source)).join(', '))}</dd>
        </Fragment>
      ))}
    </dl>
  </Paper>
);

const isEmpty = ({ result, steps, sources }: FieldTrace): boolean =>
  result === undefined && steps.length === 0 && sources.every(({ value }) => value === undefined);

export const Traces = ({ preview }: { readonly preview: Preview }) => {
  const changed = new Set(preview.difference.map(({ field }) => field));
  const all = tracesOf(preview);
  const without = all.filter((trace) => isEmpty(trace) && !changed.has(trace.field));
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={words.title}>
      {all
        .filter((trace) => !without.includes(trace))
        .map((trace) => (
          <Field key={trace.field} trace={trace} isChanged={changed.has(trace.field)} />
        ))}
      {without.length > 0 && <Without traces={without} />}
    </Stack>
  );
};
