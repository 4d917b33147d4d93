// How what an identity provider sends is taken.
import { Button, Group, Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { organisationsQuery } from '../../api/team.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Problem } from '../../parts/problem.tsx';
import { text } from '../../text/en.ts';

const words = text.organisations;

interface ChoosePolicyProps {
  readonly name: string;
  readonly after: () => Promise<unknown>;
  readonly close: () => void;
}

export const ChoosePolicy = ({ name, after, close }: ChoosePolicyProps) => {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const current = organisations.find((one) => one.name === name)?.profile ?? '';
  const [profile, setProfile] = useState(current);
  const change = useMutation({
    mutationFn: () => api(`/organisations/${encodeURIComponent(name)}`, { method: 'PATCH', body: { profile } }),
    onSuccess: async () => {
      await after();
      notifications.show({ message: words.policyChanged(profile), color: 'teal' });
      close();
    },
  });
  return (
    <Dialog close={close} title={words.policyTitle(name)}>
      <Stack>
        {change.isError && <Problem error={change.error} />}
        <Radio.Group label={words.policyHint} value={profile} onChange={setProfile}>
          <Stack mt="sm">
            {Object.entries(words.policies).map(([value, { label, hint }]) => (
              <Radio key={value} value={value} label={label} description={hint} />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {text.common.cancel}
          </Button>
          <Button onClick={() => change.mutate()} loading={change.isPending} disabled={profile === current}>
            {text.common.save}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};
