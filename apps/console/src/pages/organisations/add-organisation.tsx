// A new organisation, or another name of one.
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { api } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { organisationsQuery } from '../../api/team.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const words = text.organisations;

interface NameDialogProps {
  readonly title: string;
  readonly hint?: string;
  readonly label: string;
  readonly submitLabel: string;
  readonly initial: string;
  readonly act: (name: string) => Promise<unknown>;
  readonly done: (name: string) => string;
  readonly close: () => void;
}

const NameDialog = ({ title, hint, label, submitLabel, initial, act, done, close }: NameDialogProps) => {
  const client = useQueryClient();
  const [name, setName] = useState(initial);
  const run = useMutation({
    mutationFn: () => act(name.trim()),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: organisationsQuery.queryKey }),
        client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      ]);
      notifications.show({ message: done(name.trim()), color: 'teal' });
      close();
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <Dialog close={close} title={title}>
      <form onSubmit={submit}>
        <Stack>
          {hint !== undefined && <Text size="sm">{hint}</Text>}
          {run.isError && <Problem error={run.error} />}
          <TextInput
            label={label}
            description={words.nameHint}
            required
            value={name}
            maxLength={63}
            autoComplete="off"
            data-autofocus
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={run.isPending} disabled={name.trim() === initial}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};

export const AddOrganisation = ({ close }: { readonly close: () => void }) => (
  <NameDialog
    title={words.add}
    label={words.name}
    submitLabel={words.add}
    initial=""
    act={(name) => api('/organisations', { method: 'POST', body: { name } })}
    done={words.added}
    close={close}
  />
);

export const RenameOrganisation = ({ name: old, close }: { readonly name: string; readonly close: () => void }) => (
  <NameDialog
    title={words.renameTitle(old)}
    hint={words.renameHint}
    label={words.newName}
    submitLabel={words.rename}
    initial={old}
    act={(name) => api(`/organisations/${encodeURIComponent(old)}`, { method: 'PATCH', body: { name } })}
    done={words.renamed}
    close={close}
  />
);
