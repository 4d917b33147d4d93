// What is asked before something is done with an endpoint: a new one, a replay, a deletion. Secrets are shown once.
import { Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { NewWebhook, Webhook, WebhookWithSecret } from '@looop-scim/http-api/contract';
import { actOn, createWebhook, removeWebhook, webhooksKey } from '../../api/events.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const words = text.events;

interface DialogProps {
  readonly organisation: string;
  readonly close: () => void;
}

interface OfWebhook extends DialogProps {
  readonly webhook: Webhook;
}

/** The secret, until whoever sees it says that it is kept. */
export const SecretDialog = ({ secret, close }: { readonly secret: string; readonly close: () => void }) => {
  const [isKept, setKept] = useState(false);
  return (
    <Dialog title={words.secretTitle} close={close} isHeld>
      <Stack>
        <CopyField label={words.secret} description={words.secretHint} value={secret} />
        <Checkbox
          label={words.kept}
          checked={isKept}
          onChange={({ currentTarget }) => setKept(currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button onClick={close} disabled={!isKept}>
            {text.common.close}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};

/** A change of the endpoints, after which they are read again. */
const useChange = <Answer, Asked>(
  organisation: string,
  change: (asked: Asked) => Promise<Answer>,
  then: () => void,
) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: webhooksKey(organisation) });
      then();
    },
  });
};

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const AddForm = ({ isAdding, add }: { readonly isAdding: boolean; readonly add: (asked: NewWebhook) => void }) => {
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const [mode, setMode] = useState<Webhook['mode']>('events');
  const [onFailure, setOnFailure] = useState<Webhook['onFailure']>('pause');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add({ url: url.trim(), mode, onFailure, ...(description.trim() !== '' && { description: description.trim() }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={words.url}
          description={words.urlHint}
          type="url"
          required
          maxLength={2048}
          data-autofocus
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <TextInput
          label={words.description}
          maxLength={200}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <NativeSelect
          label={words.mode}
          data={optionsOf(words.modes)}
          value={mode}
          onChange={({ currentTarget }) => setMode(currentTarget.value === 'notify' ? 'notify' : 'events')}
        />
        <NativeSelect
          label={words.onFailure}
          data={optionsOf(words.policies)}
          value={onFailure}
          onChange={({ currentTarget }) => setOnFailure(currentTarget.value === 'setAside' ? 'setAside' : 'pause')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={isAdding}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

export const AddDialog = ({ organisation, close }: DialogProps) => {
  const add = useChange<WebhookWithSecret, NewWebhook>(
    organisation,
    (asked) => createWebhook(organisation, asked),
    () => undefined,
  );
  if (add.data !== undefined) return <SecretDialog secret={add.data.secret} close={close} />;
  return (
    <Dialog title={words.add} close={close} size="lg">
      <Stack>
        {add.isError && <Problem error={add.error} />}
        <AddForm isAdding={add.isPending} add={add.mutate} />
      </Stack>
    </Dialog>
  );
};

export const RemoveDialog = ({ organisation, webhook, close }: OfWebhook) => {
  const remove = useChange(organisation, () => removeWebhook(organisation, webhook.id), close);
  return (
    <Dialog title={words.removeTitle} close={close}>
      <Stack>
        {remove.isError && <Problem error={remove.error} />}
        <Text style={{ overflowWrap: 'anywhere' }}>{words.removeHint(webhook.url)}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {text.common.cancel}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {words.remove}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};

interface ReplayProps extends OfWebhook {
  /** Sequence after which everything is sent again; absent: the last event that was sent. */
  readonly from?: number;
}

export const ReplayDialog = ({ organisation, webhook, from, close }: ReplayProps) => {
  const [after, setAfter] = useState<number | string>(from ?? Math.max(0, webhook.position - 1));
  const replay = useChange(
    organisation,
    (sequence: number) => actOn(organisation, webhook.id, 'replay', { after: sequence }),
    close,
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (typeof after === 'number') replay.mutate(after);
  };
  return (
    <Dialog title={words.replayTitle} close={close}>
      <form onSubmit={submit}>
        <Stack>
          {replay.isError && <Problem error={replay.error} />}
          <NumberInput
            label={words.replayFrom}
            description={words.replayHint}
            min={0}
            max={webhook.feedPosition}
            allowDecimal={false}
            value={after}
            onChange={setAfter}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={replay.isPending}>
              {words.replay}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
