// A short text within a line or a table, with a button that copies it.
import { ActionIcon, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Breakable } from './breakable.tsx';
import { text } from '../text/en.ts';

export const CopyText = ({ value, label }: { readonly value: string; readonly label?: string }) => (
  <Group gap={2} wrap="nowrap" component="span" style={{ display: 'inline-flex' }}>
    <span className="code">
      <Breakable>{value}</Breakable>
    </span>
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <ActionIcon
          size="sm"
          onClick={copy}
          aria-label={copied ? text.common.copied : text.common.copyOf(label ?? value)}
          title={copied ? text.common.copied : text.common.copy}
          color={copied ? 'teal' : 'gray'}
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      )}
    </CopyButton>
  </Group>
);
