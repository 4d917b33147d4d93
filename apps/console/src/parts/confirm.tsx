// A question before something that is not taken back easily.
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { text } from '../text/en.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly hint: ReactNode;
  readonly submitLabel: string;
  /** What is said once it is done. */
  readonly done: string;
  /** Has to be typed first. */
  readonly typed?: { readonly label: string; readonly text: string };
  readonly act: () => Promise<unknown>;
  /** Called once it is done, before the dialog closes. */
  readonly after?: () => Promise<unknown>;
  readonly close: () => void;
}

export const Confirm = ({ title, hint, submitLabel, done, typed, act, after, close }: ConfirmProps) => {
  const [written, setWritten] = useState('');
  const run = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await after?.();
      notifications.show({ message: done, color: 'teal' });
      close();
    },
  });
  const mayRun = typed === undefined || written === typed.text;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (mayRun) run.mutate();
  };
  return (
    <Dialog close={close} title={title}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" component="div">
            {hint}
          </Text>
          {run.isError && <Problem error={run.error} />}
          {typed !== undefined && (
            <TextInput
              label={typed.label}
              value={written}
              autoComplete="off"
              data-autofocus
              onChange={({ currentTarget }) => setWritten(currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text.common.cancel}
            </Button>
            <Button type="submit" color="red" loading={run.isPending} disabled={!mayRun}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
