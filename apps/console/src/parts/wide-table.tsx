// A table that may be wider than the page: it is scrolled by itself, by keyboard, too.
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface WideTableProps {
  readonly label: string;
  /** In pixels. */
  readonly minWidth: number;
  /** In pixels; beyond it the rows are scrolled. */
  readonly maxHeight?: number;
  readonly children: ReactNode;
}

export const WideTable = ({ label, minWidth, maxHeight, children }: WideTableProps) => (
  <Table.ScrollContainer
    minWidth={minWidth}
    type="native"
    role="group"
    aria-label={label}
    tabIndex={0}
    {...(maxHeight !== undefined && { maxHeight })}
  >
    {children}
  </Table.ScrollContainer>
);
