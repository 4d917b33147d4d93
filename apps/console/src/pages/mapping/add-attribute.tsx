// A new attribute of the organisation's own.
import { Button, Checkbox, Group, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { AttributeRequest } from '@looop-scim/http-api/contract';
import { addAttribute, attributesQuery } from '../../api/attributes.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const words = text.mapping.attributes;

const TYPES = (['string', 'boolean', 'integer', 'decimal', 'dateTime', 'reference', 'binary'] as const).map(
  (value) => ({
    value,
    label: words.types[value],
  }),
);

/** What is asked for; what is as by default is left out. */
const requestOf = ({ schema, description, canonicalValues, type, ...rest }: AttributeRequest): AttributeRequest => ({
  ...rest,
  ...(type !== undefined && { type }),
  ...(schema !== undefined && schema.trim() !== '' && { schema: schema.trim() }),
  ...(description !== undefined && description !== '' && { description }),
  // Only texts have a list of values.
  ...(type === 'string' && canonicalValues !== undefined && canonicalValues.length > 0 && { canonicalValues }),
});

interface FieldsProps {
  readonly asked: AttributeRequest;
  readonly change: (part: AttributeRequest) => void;
}

const Flags = ({ asked, change }: FieldsProps) => (
  <>
    <Checkbox
      label={words.multiValued}
      checked={asked.multiValued === true}
      onChange={({ currentTarget }) => change({ multiValued: currentTarget.checked })}
    />
    {asked.type === 'string' && (
      <>
        <Checkbox
          label={words.lookedUp}
          checked={asked.lookedUp === true}
          onChange={({ currentTarget }) => change({ lookedUp: currentTarget.checked })}
        />
        <Checkbox
          label={words.caseExact}
          checked={asked.caseExact === true}
          onChange={({ currentTarget }) => change({ caseExact: currentTarget.checked })}
        />
        <TagsInput
          label={words.canonicalValues}
          description={words.canonicalHint}
          value={[...(asked.canonicalValues ?? [])]}
          onChange={(canonicalValues) => change({ canonicalValues })}
        />
      </>
    )}
  </>
);

const Fields = ({ asked, change }: FieldsProps) => (
  <>
    <TextInput
      label={words.name}
      description={words.nameHint}
      required
      value={asked.name ?? ''}
      maxLength={64}
      data-autofocus
      onChange={({ currentTarget }) => change({ name: currentTarget.value })}
    />
    <TextInput
      label={words.schema}
      description={words.schemaHint}
      value={asked.schema ?? ''}
      classNames={{ input: 'code' }}
      onChange={({ currentTarget }) => change({ schema: currentTarget.value })}
    />
    <TextInput
      label={words.description}
      value={asked.description ?? ''}
      maxLength={500}
      onChange={({ currentTarget }) => change({ description: currentTarget.value })}
    />
    <Select
      label={words.type}
      data={TYPES}
      value={asked.type ?? 'string'}
      allowDeselect={false}
      onChange={(value) => change({ type: TYPES.find((one) => one.value === value)?.value ?? 'string' })}
    />
    <Flags asked={asked} change={change} />
  </>
);

interface AddAttributeProps {
  readonly organisation: string;
  readonly etag: string;
  readonly close: () => void;
}

export const AddAttribute = ({ organisation, etag, close }: AddAttributeProps) => {
  const client = useQueryClient();
  const [asked, setAsked] = useState<AttributeRequest>({ type: 'string' });
  const add = useMutation({
    mutationFn: () => addAttribute({ organisation, ifMatch: etag }, requestOf(asked)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [organisation] });
      close();
    },
    // Somebody else may have changed the attributes meanwhile: the next attempt is on top of that.
    onError: () => client.invalidateQueries({ queryKey: attributesQuery(organisation).queryKey }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog close={close} title={words.add}>
      <form onSubmit={submit}>
        <Stack>
          {add.isError && <Problem error={add.error} />}
          <Fields asked={asked} change={(part) => setAsked({ ...asked, ...part })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
