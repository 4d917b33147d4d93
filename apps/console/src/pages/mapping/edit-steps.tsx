// What is done to a value, one step after the other.
import {
  ActionIcon,
  Button,
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../../text/en.ts';
import type { Lookup, Step } from './mapping-set.ts';

const words = text.mapping.edit;

const STEP_KINDS = ['trim', 'lower', 'upper', 'before', 'after', 'truncate', 'lookup'] as const;
type Kind = (typeof STEP_KINDS)[number];
const KINDS = STEP_KINDS.map((value) => ({ value, label: words.stepKinds[value] }));

const EMPTY: Readonly<Record<Kind, Step>> = {
  trim: 'trim',
  lower: 'lower',
  upper: 'upper',
  before: { before: '@' },
  after: { after: '@' },
  truncate: { truncate: 100 },
  lookup: { lookup: { table: {}, unknown: 'keep', caseless: true } },
};

const kindOf = (step: Step): Kind => {
  if (typeof step === 'string') return step;
  if ('before' in step) return 'before';
  if ('after' in step) return 'after';
  return 'truncate' in step ? 'truncate' : 'lookup';
};

/** A word as a cell of a table has it: true and false are no texts. */
const cellOf = (typed: string): string | boolean => (typed === 'true' || typed === 'false' ? typed === 'true' : typed);

const tableText = ({ table }: Lookup): string =>
  Object.entries(table)
    .map(([key, value]) => `${key} = ${String(value)}`)
    .join('\n');

const tableOf = (typed: string): Lookup['table'] =>
  Object.fromEntries(
    typed.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at).trim(), cellOf(line.slice(at + 1).trim())] as const];
    }),
  );

const UNKNOWNS = (['keep', 'empty', 'value'] as const).map((value) => ({ value, label: words.unknowns[value] }));

interface LookupProps {
  readonly lookup: Lookup;
  readonly number: number;
  readonly error: string | undefined;
  readonly change: (step: Step) => void;
}

const LookupFields = ({ lookup, number, error, change }: LookupProps) => {
  // What is typed is not yet a table at every moment.
  const [typed, setTyped] = useState(tableText(lookup));
  const { unknown } = lookup;
  return (
    <>
      <Textarea
        label={words.table(number)}
        description={words.tableHint}
        value={typed}
        error={error}
        autosize
        minRows={3}
        maxRows={12}
        classNames={{ input: 'code' }}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          change({ lookup: { ...lookup, table: tableOf(currentTarget.value) } });
        }}
      />
      <Select
        label={words.unknown(number)}
        data={UNKNOWNS}
        value={typeof unknown === 'object' ? 'value' : unknown}
        allowDeselect={false}
        onChange={(value) => {
          const next = value === 'value' ? { value: '' } : value === 'empty' ? 'empty' : 'keep';
          change({ lookup: { ...lookup, unknown: next } });
        }}
      />
      {typeof unknown === 'object' && (
        <TextInput
          label={words.unknownValue(number)}
          value={String(unknown.value)}
          onChange={({ currentTarget }) =>
            change({ lookup: { ...lookup, unknown: { value: cellOf(currentTarget.value) } } })
          }
        />
      )}
      <Checkbox
        label={words.caseless}
        checked={lookup.caseless === true}
        onChange={({ currentTarget }) => change({ lookup: { ...lookup, caseless: currentTarget.checked } })}
      />
    </>
  );
};

interface StepProps {
  readonly step: Step;
  readonly number: number;
  readonly error: string | undefined;
  readonly change: (step: Step) => void;
}

const StepFields = ({ step, number, error, change }: StepProps) => {
  if (typeof step === 'string') return null;
  if ('lookup' in step) return <LookupFields lookup={step.lookup} number={number} error={error} change={change} />;
  if ('truncate' in step) {
    return (
      <NumberInput
        label={words.stepValue(number)}
        value={step.truncate}
        min={1}
        error={error}
        onChange={(value) => change({ truncate: Number(value) })}
      />
    );
  }
  const isBefore = 'before' in step;
  return (
    <TextInput
      label={words.stepValue(number)}
      value={isBefore ? step.before : step.after}
      error={error}
      onChange={({ currentTarget: { value } }) => change(isBefore ? { before: value } : { after: value })}
    />
  );
};

interface EditStepsProps {
  readonly steps: readonly Step[];
  readonly errorAt: (part: string) => string | undefined;
  readonly change: (steps: readonly Step[]) => void;
}

export const EditSteps = ({ steps, errorAt, change }: EditStepsProps) => (
  <Stack gap="sm">
    <Text fw={600}>{words.steps}</Text>
    {steps.map((step, index) => {
      const number = index + 1;
      const replace = (next: Step): void => change(steps.map((one, at) => (at === index ? next : one)));
      const error = errorAt(`steps[${index}]`);
      return (
        <Fieldset key={`${number} ${kindOf(step)}`} legend={words.step(number)}>
          <Stack gap="xs">
            <Group align="flex-end" gap="xs" wrap="nowrap">
              <Select
                flex={1}
                aria-label={words.step(number)}
                data={KINDS}
                value={kindOf(step)}
                error={typeof step === 'string' ? error : undefined}
                allowDeselect={false}
                onChange={(value) => replace(EMPTY[KINDS.find((kind) => kind.value === value)?.value ?? 'trim'])}
              />
              <ActionIcon
                size="lg"
                aria-label={words.remove(words.step(number))}
                onClick={() => change(steps.filter((_, at) => at !== index))}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </Group>
            <StepFields step={step} number={number} error={error} change={replace} />
          </Stack>
        </Fieldset>
      );
    })}
    <Button
      variant="default"
      w="fit-content"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => change([...steps, 'trim'])}
    >
      {words.addStep}
    </Button>
  </Stack>
);
