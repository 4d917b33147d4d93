// The heads of a table's columns.
import { Table } from '@mantine/core';

interface ColumnHeadsProps {
  readonly titles: readonly string[];
  /** Title of a last column with buttons, which stand at the right; absent: there is no such column. */
  readonly actions?: string | undefined;
}

export const ColumnHeads = ({ titles, actions }: ColumnHeadsProps) => (
  <Table.Thead>
    <Table.Tr>
      {titles.map((title) => (
        <Table.Th key={title}>{title}</Table.Th>
      ))}
      {actions !== undefined && <Table.Th ta="right">{actions}</Table.Th>}
    </Table.Tr>
  </Table.Thead>
);
