// A text that is copied into another window: whole, selected by a click, with a button that says when it was copied.
import { ActionIcon, CopyButton, Group, Input, Paper, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useId } from 'react';
import { text } from '../text/en.ts';

interface CopyFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
}

export const CopyField = ({ label, description, value }: CopyFieldProps) => {
  const id = useId();
  return (
    <Input.Wrapper label={label} {...(description !== undefined && { description })} labelProps={{ id }}>
      <Paper withBorder radius="md" px="sm" py={6} mt={6}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <output aria-labelledby={id} className="code" style={{ userSelect: 'all' }}>
            {value}
          </output>
          <CopyButton value={value} timeout={2000}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? text.common.copied : text.common.copy}>
                <ActionIcon onClick={copy} aria-label={text.common.copyOf(label)} color={copied ? 'teal' : 'gray'}>
                  {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </Group>
      </Paper>
    </Input.Wrapper>
  );
};
