// One mapping, edited in the draft: every change is checked at once.
import { Autocomplete, Button, Checkbox, Drawer, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MappingCatalogue } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';
import { errorOf, faultsOfMapping, faultsOfPart, faultText } from './faults.ts';
import type { FieldType, Mapping, MappingSet } from './mapping-set.ts';
import { EditSources } from './edit-sources.tsx';
import { EditSteps } from './edit-steps.tsx';
import type { DraftControl } from './use-draft.ts';

const words = text.mapping.edit;
const FIELD_TYPES = (['string', 'boolean', 'stringList'] as const).map((value) => ({
  value,
  label: words.fieldTypes[value],
}));

interface EditProps {
  /** Place of the mapping in the set. */
  readonly place: number | 'new';
  readonly draft: DraftControl;
  readonly catalogue: MappingCatalogue;
  readonly close: () => void;
}

/** The set with the mapping at a place changed; undefined removes it. */
const withMapping = (set: MappingSet, place: number, mapping: Mapping | undefined): MappingSet => ({
  ...set,
  mappings: [
    ...set.mappings.slice(0, place),
    ...(mapping === undefined ? [] : [mapping]),
    ...set.mappings.slice(place + 1),
  ],
});

/** The set with another type of an own field. */
const withField = (set: MappingSet, name: string, type: FieldType): MappingSet => ({
  ...set,
  fields: [...(set.fields ?? []).filter((field) => field.name !== name), { name, type }],
});

const NewMapping = ({
  draft,
  catalogue,
  begin,
}: Pick<EditProps, 'draft' | 'catalogue'> & { readonly begin: () => void }) => {
  const [field, setField] = useState('');
  const [type, setType] = useState<FieldType>('string');
  const { set } = draft;
  const known = [...catalogue.fields, ...(set.fields ?? [])].map(({ name }) => name);
  const free = known.filter((name) => !set.mappings.some((mapping) => mapping.field === name));
  const isOwn = field !== '' && !known.includes(field);
  const add = (): void => {
    const mapping: Mapping = { field, from: [{ attribute: '' }] };
    const next = { ...set, mappings: [...set.mappings, mapping] };
    draft.change(isOwn ? withField(next, field, type) : next);
    begin();
  };
  return (
    <Stack>
      <Autocomplete
        label={words.field}
        description={words.fieldHint}
        data={free}
        value={field}
        onChange={(value) => setField(value.trim())}
        data-autofocus
      />
      {isOwn && (
        <Select
          label={words.fieldType}
          data={FIELD_TYPES}
          value={type}
          allowDeselect={false}
          onChange={(value) => setType(FIELD_TYPES.find((one) => one.value === value)?.value ?? 'string')}
        />
      )}
      <Group justify="flex-end">
        <Button onClick={add} disabled={field === '' || set.mappings.some((mapping) => mapping.field === field)}>
          {text.mapping.table.add}
        </Button>
      </Group>
    </Stack>
  );
};

const otherwiseText = ({ otherwise }: Mapping): string => {
  if (otherwise === undefined || otherwise === 'empty') return '';
  const { value } = otherwise;
  return typeof value === 'object' ? value.join(', ') : String(value);
};

const otherwiseOf = (typed: string, type: FieldType): Pick<Mapping, 'otherwise'> => {
  if (typed === '') return {};
  if (type === 'boolean') return { otherwise: { value: typed === 'true' } };
  return { otherwise: { value: type === 'stringList' ? typed.split(',').map((part) => part.trim()) : typed } };
};

const Otherwise = ({
  mapping,
  type,
  error,
  change,
}: {
  readonly mapping: Mapping;
  readonly type: FieldType;
  readonly error: string | undefined;
  readonly change: (mapping: Mapping) => void;
}) => {
  const { otherwise: _old, ...rest } = mapping;
  return (
    <TextInput
      label={words.otherwise}
      description={words.otherwiseHint}
      value={otherwiseText(mapping)}
      error={error}
      onChange={({ currentTarget }) => change({ ...rest, ...otherwiseOf(currentTarget.value, type) })}
    />
  );
};

interface OneProps extends Omit<EditProps, 'place'> {
  readonly place: number;
  readonly mapping: Mapping;
}

const OneMapping = ({ place, mapping, draft, catalogue, close }: OneProps) => {
  const { set, faults } = draft;
  const change = (next: Mapping): void => draft.change(withMapping(set, place, next));
  const type =
    [...catalogue.fields, ...(set.fields ?? [])].find(({ name }) => name === mapping.field)?.type ?? 'string';
  const errorAt = (part: string): string | undefined => errorOf(faultsOfPart(faults, place, part));
  const whole = faultsOfMapping(faults, place).filter(({ at = '' }) => at === `mappings[${place}]`);
  return (
    <Stack gap="lg">
      {whole.map((fault) => (
        <Text key={fault['kind']} size="sm" role="alert">
          {faultText(fault)}
        </Text>
      ))}
      <EditSources
        sources={mapping.from}
        catalogue={catalogue}
        errorAt={errorAt}
        change={(from) => change({ ...mapping, from })}
      />
      <EditSteps steps={mapping.steps ?? []} errorAt={errorAt} change={(steps) => change({ ...mapping, steps })} />
      <Otherwise mapping={mapping} type={type} error={errorAt('otherwise')} change={change} />
      <Checkbox
        label={words.required}
        checked={mapping.required === true}
        onChange={({ currentTarget }) => change({ ...mapping, required: currentTarget.checked })}
      />
      <Checkbox
        label={words.writeBack}
        checked={mapping.writeBack === true}
        error={errorAt('writeBack')}
        onChange={({ currentTarget }) => change({ ...mapping, writeBack: currentTarget.checked })}
      />
      <Group justify="space-between">
        <Button
          variant="default"
          onClick={() => {
            draft.change(withMapping(set, place, undefined));
            close();
          }}
        >
          {words.removeMapping}
        </Button>
        <Button onClick={close}>{words.done}</Button>
      </Group>
    </Stack>
  );
};

export const EditMapping = ({ place, draft, catalogue, close }: EditProps) => {
  // A new mapping is the last one of the set.
  const [begun, setBegun] = useState(place === 'new' ? undefined : place);
  const mapping = begun === undefined ? undefined : draft.set.mappings[begun];
  return (
    <Drawer.Root opened onClose={close} position="right" size="lg">
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header renderRoot={(props) => <div {...props} />}>
          <Drawer.Title>{words.title(mapping?.field ?? '')}</Drawer.Title>
          <Drawer.CloseButton aria-label={text.common.close} />
        </Drawer.Header>
        <Drawer.Body>
          {begun === undefined || mapping === undefined ? (
            <NewMapping draft={draft} catalogue={catalogue} begin={() => setBegun(draft.set.mappings.length)} />
          ) : (
            <OneMapping place={begun} mapping={mapping} draft={draft} catalogue={catalogue} close={close} />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
};
