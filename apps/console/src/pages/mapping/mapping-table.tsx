// The table that an administrator types from: field, where it comes from in the words of Okta and Entra ID, and what is done to it.
import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import type { MappingCatalogue } from '@looop-scim/http-api/contract';
import type { Fault } from '../../api/problem.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { faultsOfMapping } from './faults.ts';
import {
  attributesOf,
  otherwiseLabel,
  sourceLabel,
  stepLabel,
  type Mapping,
  type MappingSet,
  type Source,
} from './mapping-set.ts';
import { spellingOf, type Spelling } from './spelling.ts';

const words = text.mapping.table;

interface TableProps {
  readonly set: MappingSet;
  readonly catalogue: MappingCatalogue;
  readonly faults: readonly Fault[];
  readonly changed: readonly string[];
  /** Absent: whoever looks may not change anything. */
  readonly edit?: (place: number) => void;
}

interface Line {
  readonly key: string;
  readonly label: string;
  readonly spelling: Spelling | undefined;
  readonly isAttribute: boolean;
}

const linesOf = (source: Source, catalogue: MappingCatalogue): readonly Line[] => {
  const attributes = attributesOf(source);
  if (attributes.length === 0) {
    return [{ key: sourceLabel(source), label: sourceLabel(source), spelling: undefined, isAttribute: false }];
  }
  return attributes.map((one) => ({
    key: `${sourceLabel(source)} ${one.attribute}`,
    label: one.attribute,
    spelling: spellingOf(one, catalogue),
    isAttribute: true,
  }));
};

/** The texts of a spelling that are typed into one identity provider. */
type TextsOf = (spelling: Spelling) => readonly string[];

const Cell = ({ lines, of }: { readonly lines: readonly Line[]; readonly of: TextsOf }) => (
  <Stack gap="xs">
    {lines.map(({ key, label, spelling, isAttribute }) => {
      if (spelling !== undefined) {
        return (
          <Stack key={key} gap={0} align="flex-start">
            {of(spelling).map((one) => (
              <CopyText key={one} value={one} />
            ))}
          </Stack>
        );
      }
      return (
        <Text key={key} size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {isAttribute ? `${label}: ${words.unknown}` : label}
        </Text>
      );
    })}
  </Stack>
);

const Rules = ({ mapping }: { readonly mapping: Mapping }) => {
  const lines = [
    ...(mapping.from.length > 1 ? [words.first] : []),
    ...(mapping.steps ?? []).map(stepLabel),
    ...[otherwiseLabel(mapping)].filter((label) => label !== undefined),
  ];
  return (
    <Stack gap={4} align="flex-start">
      {lines.map((line, index) => (
        <Text key={`${line} ${index}`} size="sm">
          {line}
        </Text>
      ))}
      {mapping.required === true && <Badge size="sm">{words.required}</Badge>}
      {mapping.writeBack === true && <Badge size="sm">{words.writeBack}</Badge>}
    </Stack>
  );
};

interface RowProps extends Omit<TableProps, 'set'> {
  readonly mapping: Mapping;
  readonly place: number;
}

const Row = ({ mapping, place, catalogue, faults, changed, edit }: RowProps) => {
  const lines = mapping.from.flatMap((source) => linesOf(source, catalogue));
  const own = faultsOfMapping(faults, place);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={600} style={{ whiteSpace: 'nowrap' }}>
        <Stack gap={4} align="flex-start">
          <CopyText value={mapping.field} label={words.copyField(mapping.field)} />
          {own.length > 0 && <Badge size="sm">{words.faults(own.length)}</Badge>}
          {changed.includes(mapping.field) && <Badge size="sm">{words.changed}</Badge>}
        </Stack>
      </Table.Th>
      <Table.Td>
        <Cell lines={lines} of={({ okta: { name, namespace } }) => [name, namespace]} />
      </Table.Td>
      <Table.Td>
        <Cell lines={lines} of={({ entra }) => [entra]} />
      </Table.Td>
      <Table.Td>
        <Rules mapping={mapping} />
      </Table.Td>
      {edit !== undefined && (
        <Table.Td ta="right">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.editOf(mapping.field)}
            onClick={() => edit(place)}
          >
            {words.edit}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
};

export const MappingTable = ({ set, ...rest }: TableProps) => (
  <WideTable label={text.mapping.title} minWidth={860}>
    <Table verticalSpacing="xs" withTableBorder className="of-rows">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.field}</Table.Th>
          <Table.Th w="29%">{words.okta}</Table.Th>
          <Table.Th w="29%">{words.entra}</Table.Th>
          <Table.Th>{words.rules}</Table.Th>
          {rest.edit !== undefined && (
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              {words.actions}
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {set.mappings.map((mapping, place) => (
          <Row key={mapping.field} mapping={mapping} place={place} {...rest} />
        ))}
      </Table.Tbody>
    </Table>
  </WideTable>
);
