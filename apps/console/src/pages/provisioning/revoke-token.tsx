// A token that opens nothing any more.
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Token } from '@looop-scim/http-api/contract';
import { api } from '../../api/client.ts';
import { tokensQuery } from '../../api/organisation.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { relativeText } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';
import { tokenName } from './token-state.ts';

interface RevokeProps {
  readonly organisation: string;
  readonly token: Token;
  /** A newer one is used instead. */
  readonly isReplaced: boolean;
  readonly close: () => void;
}

export const RevokeToken = ({ organisation, token, isReplaced, close }: RevokeProps) => {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api(`/tokens/${token.fingerprint}`, { method: 'DELETE', organisation }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: tokensQuery(organisation).queryKey });
      notifications.show({ message: text.provisioning.revoked, color: 'teal' });
      close();
    },
  });
  return (
    <Dialog title={text.provisioning.revokeTitle} close={close}>
      <Stack>
        {revoke.isError && <Problem error={revoke.error} />}
        <Text>{text.provisioning.revokeHint(tokenName(token))}</Text>
        {token.lastUsedAt !== undefined && (
          <Text fw={600}>{text.provisioning.revokeUsed(relativeText(token.lastUsedAt))}</Text>
        )}
        {isReplaced && <Text>{text.provisioning.replaced}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {text.common.cancel}
          </Button>
          <Button color="red" onClick={() => revoke.mutate()} loading={revoke.isPending}>
            {text.provisioning.revoke}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};
