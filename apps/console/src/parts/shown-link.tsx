// A link that is shown once, until whoever sees it says that it is kept.
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { text } from '../text/en.ts';
import { CopyField } from './copy-field.tsx';

interface ShownLinkProps {
  readonly label: string;
  readonly hint: string;
  readonly link: string;
  readonly kept: string;
  /** Until when it works, in words. */
  readonly until?: string;
  readonly close: () => void;
}

export const ShownLink = ({ label, hint, link, kept, until, close }: ShownLinkProps) => {
  const [isKept, setKept] = useState(false);
  return (
    <Stack>
      <CopyField label={label} description={hint} value={link} />
      {until !== undefined && (
        <Text size="sm" c="dimmed">
          {until}
        </Text>
      )}
      <Checkbox label={kept} checked={isKept} onChange={({ currentTarget }) => setKept(currentTarget.checked)} />
      <Group justify="flex-end">
        <Button onClick={close} disabled={!isKept}>
          {text.common.close}
        </Button>
      </Group>
    </Stack>
  );
};

interface LinkDialogProps {
  readonly title: string;
  /** Whether the link is shown: then only whoever says that it is kept closes the dialog. */
  readonly isMade: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

export const LinkDialog = ({ title, isMade, close, children }: LinkDialogProps) => (
  <Dialog title={title} close={close} isHeld={isMade}>
    {children}
  </Dialog>
);
