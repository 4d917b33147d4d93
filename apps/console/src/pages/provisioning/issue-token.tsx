// A new token, or a second one in place of an old one. It is shown once.
import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { IssuedToken, Token } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { tokensQuery } from '../../api/organisation.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { tokenName } from './token-state.ts';

interface TokenDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly submitLabel: string;
  readonly organisation: string;
  readonly request: () => Promise<IssuedToken>;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** The secret, until whoever sees it says that it is kept. */
const Shown = ({ secret, close }: { readonly secret: string; readonly close: () => void }) => {
  const [isKept, setKept] = useState(false);
  return (
    <Stack>
      <CopyField label={text.provisioning.token} description={text.provisioning.issuedHint} value={secret} />
      <Checkbox
        label={text.provisioning.kept}
        checked={isKept}
        onChange={({ currentTarget }) => setKept(currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button onClick={close} disabled={!isKept}>
          {text.common.close}
        </Button>
      </Group>
    </Stack>
  );
};

const TokenDialog = ({ title, hint, submitLabel, organisation, request, close, children }: TokenDialogProps) => {
  const client = useQueryClient();
  const issue = useMutation({
    mutationFn: request,
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery(organisation).queryKey }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    issue.mutate();
  };
  const isShown = issue.data !== undefined;
  return (
    <Dialog title={isShown ? text.provisioning.issued : title} close={close} isHeld={isShown}>
      {isShown ? (
        <Shown secret={issue.data.secret} close={close} />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{hint}</Text>
            {issue.isError && <Problem error={issue.error} />}
            {children}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {text.common.cancel}
              </Button>
              <Button type="submit" loading={issue.isPending}>
                {submitLabel}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
};

const { lifetimes, overlaps } = text.provisioning;
const LIFETIMES = (['365', '180', '90', 'never'] as const).map((value) => ({ value, label: lifetimes[value] }));
const OVERLAPS = (['1', '24', '168'] as const).map((value) => ({ value, label: overlaps[value] }));

const daysOf = (lifetime: string): { readonly expiresInDays?: number } =>
  lifetime === 'never' ? {} : { expiresInDays: Number(lifetime) };

interface ActionProps {
  readonly organisation: string;
  readonly close: () => void;
}

export const IssueToken = ({ organisation, close }: ActionProps) => {
  const [label, setLabel] = useState('');
  const [lifetime, setLifetime] = useState('365');
  return (
    <TokenDialog
      title={text.provisioning.issue}
      hint={text.provisioning.tokensHint}
      submitLabel={text.provisioning.issue}
      organisation={organisation}
      close={close}
      request={() =>
        api<IssuedToken>('/tokens', {
          method: 'POST',
          organisation,
          body: { ...(label.trim() !== '' && { label: label.trim() }), ...daysOf(lifetime) },
        })
      }
    >
      <TextInput
        label={text.provisioning.label}
        placeholder={text.provisioning.labelExample}
        value={label}
        maxLength={100}
        onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        data-autofocus
      />
      <Select
        label={text.provisioning.lifetime}
        data={LIFETIMES}
        value={lifetime}
        allowDeselect={false}
        onChange={(value) => setLifetime(value ?? '365')}
      />
    </TokenDialog>
  );
};

export const RotateToken = ({ organisation, token, close }: ActionProps & { readonly token: Token }) => {
  const [overlap, setOverlap] = useState('24');
  const [lifetime, setLifetime] = useState('365');
  return (
    <TokenDialog
      title={`${text.provisioning.rotateTitle}: ${tokenName(token)}`}
      hint={text.provisioning.rotateHint}
      submitLabel={text.provisioning.rotate}
      organisation={organisation}
      close={close}
      request={() =>
        api<IssuedToken>(`/tokens/${token.fingerprint}/rotate`, {
          method: 'POST',
          organisation,
          body: { overlapHours: Number(overlap), ...daysOf(lifetime) },
        })
      }
    >
      <Select
        label={text.provisioning.overlap}
        data={OVERLAPS}
        value={overlap}
        allowDeselect={false}
        onChange={(value) => setOverlap(value ?? '24')}
      />
      <Select
        label={text.provisioning.lifetime}
        data={LIFETIMES}
        value={lifetime}
        allowDeselect={false}
        onChange={(value) => setLifetime(value ?? '365')}
      />
    </TokenDialog>
  );
};
