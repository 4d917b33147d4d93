// Where a field comes from: attributes, values that are the same for everybody, texts put together.
import {
  ActionIcon,
  Autocomplete,
  Button,
  Fieldset,
  Group,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { MappingCatalogue } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';
import { sourceLabel, type AttributeSource, type Pick, type Source } from './mapping-set.ts';

const words = text.mapping.edit;

type Kind = 'attribute' | 'constant' | 'join';
const KINDS = (['attribute', 'constant', 'join'] as const).map((value) => ({ value, label: words.kinds[value] }));

const kindOf = (source: Source): Kind => {
  if ('attribute' in source) return 'attribute';
  return 'constant' in source ? 'constant' : 'join';
};

const EMPTY: Readonly<Record<Kind, Source>> = {
  attribute: { attribute: '' },
  constant: { constant: '' },
  join: { join: [], separator: ' ' },
};

interface SourceProps<One extends Source> {
  readonly source: One;
  readonly number: number;
  readonly catalogue: MappingCatalogue;
  readonly error: string | undefined;
  readonly change: (source: Source) => void;
}

const DEFAULT_PICK = 'default';
const TYPE_PICK = 'type:';

const pickValue = ({ pick }: AttributeSource): string => {
  const [first] = pick ?? [];
  if (first === undefined) return DEFAULT_PICK;
  return typeof first === 'object' ? `${TYPE_PICK}${first.type}` : first;
};

const pickOf = (value: string): readonly Pick[] | undefined => {
  if (value === 'primary' || value === 'only' || value === 'first') return [value];
  return value.startsWith(TYPE_PICK) ? [{ type: value.slice(TYPE_PICK.length) }] : undefined;
};

const AttributeFields = ({ source, number, catalogue, error, change }: SourceProps<AttributeSource>) => {
  const known = catalogue.attributes.find(({ path }) => path === source.attribute);
  const types = [...(known?.types ?? [])];
  const current = pickValue(source);
  const type = current.startsWith(TYPE_PICK) ? current.slice(TYPE_PICK.length) : undefined;
  if (type !== undefined && !types.includes(type)) types.push(type);
  const picks = [
    ...([DEFAULT_PICK, 'primary', 'only', 'first'] as const).map((value) => ({ value, label: words.picks[value] })),
    ...types.map((one) => ({ value: `${TYPE_PICK}${one}`, label: words.picks.type(one) })),
  ];
  return (
    <>
      <Autocomplete
        label={words.attribute(number)}
        data={catalogue.attributes.map(({ path }) => path)}
        value={source.attribute}
        error={error}
        limit={30}
        classNames={{ input: 'code' }}
        onChange={(attribute) => change({ ...source, attribute })}
      />
      {known?.isList === true && (
        <Select
          label={words.pick(number)}
          data={picks}
          value={current}
          allowDeselect={false}
          onChange={(value) => {
            const pick = pickOf(value ?? DEFAULT_PICK);
            change({ attribute: source.attribute, ...(pick !== undefined && { pick }) });
          }}
        />
      )}
    </>
  );
};

const Fields = ({ source, ...rest }: SourceProps<Source>) => {
  if ('attribute' in source) return <AttributeFields source={source} {...rest} />;
  const { number, catalogue, error, change } = rest;
  if ('constant' in source) {
    const { constant } = source;
    return (
      <TextInput
        label={words.constant(number)}
        value={typeof constant === 'object' ? constant.join(', ') : String(constant)}
        error={error}
        onChange={({ currentTarget }) => change({ constant: currentTarget.value })}
      />
    );
  }
  return (
    <>
      <TagsInput
        label={words.join(number)}
        data={catalogue.attributes.map(({ path }) => path)}
        value={source.join.map(sourceLabel)}
        error={error}
        onChange={(paths) => change({ ...source, join: paths.map((attribute) => ({ attribute })) })}
      />
      <TextInput
        label={words.separator(number)}
        value={source.separator}
        onChange={({ currentTarget }) => change({ ...source, separator: currentTarget.value })}
      />
    </>
  );
};

interface EditSourcesProps {
  readonly sources: readonly Source[];
  readonly catalogue: MappingCatalogue;
  readonly errorAt: (part: string) => string | undefined;
  readonly change: (sources: readonly Source[]) => void;
}

/** The list with two neighbours exchanged. */
const movedUp = (sources: readonly Source[], index: number): readonly Source[] => {
  const moved = sources.slice(index, index + 1);
  return [...sources.slice(0, index - 1), ...moved, ...sources.slice(index - 1, index), ...sources.slice(index + 1)];
};

interface PlaceButtonsProps {
  readonly sources: readonly Source[];
  readonly index: number;
  readonly change: (sources: readonly Source[]) => void;
}

const PlaceButtons = ({ sources, index, change }: PlaceButtonsProps) => {
  const name = words.source(index + 1);
  return (
    <>
      <ActionIcon
        size="lg"
        aria-label={words.up(name)}
        disabled={index === 0}
        onClick={() => change(movedUp(sources, index))}
      >
        <IconArrowUp size={18} />
      </ActionIcon>
      <ActionIcon
        size="lg"
        aria-label={words.remove(name)}
        disabled={sources.length === 1}
        onClick={() => change(sources.filter((_, at) => at !== index))}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </>
  );
};

export const EditSources = ({ sources, catalogue, errorAt, change }: EditSourcesProps) => (
  <Stack gap="sm">
    <div>
      <Text fw={600}>{words.sources}</Text>
      <Text size="sm" c="dimmed">
        {words.sourcesHint}
      </Text>
    </div>
    {sources.map((source, index) => {
      const number = index + 1;
      const replace = (next: Source): void => change(sources.map((one, at) => (at === index ? next : one)));
      return (
        <Fieldset key={number} legend={words.source(number)}>
          <Stack gap="xs">
            <Group align="flex-end" gap="xs" wrap="nowrap">
              <Select
                flex={1}
                label={words.kind(number)}
                data={KINDS}
                value={kindOf(source)}
                allowDeselect={false}
                onChange={(value) => replace(EMPTY[KINDS.find((kind) => kind.value === value)?.value ?? 'attribute'])}
              />
              <PlaceButtons sources={sources} index={index} change={change} />
            </Group>
            <Fields
              source={source}
              number={number}
              catalogue={catalogue}
              error={errorAt(`from[${index}]`)}
              change={replace}
            />
          </Stack>
        </Fieldset>
      );
    })}
    <Button
      variant="default"
      w="fit-content"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => change([...sources, EMPTY.attribute])}
    >
      {words.addSource}
    </Button>
  </Stack>
);
