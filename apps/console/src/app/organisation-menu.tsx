// Which organisation the pages are about.
import { Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useSession } from '../api/session.ts';
import { text } from '../text/en.ts';

export const OrganisationMenu = () => {
  const { organisation } = useParams({ strict: false });
  const { organisations } = useSession();
  const navigate = useNavigate();
  if (organisation === undefined) return null;
  const others = organisations.filter(({ name }) => name !== organisation);
  const name = (
    <Text size="sm" fw={600} truncate maw={{ base: 120, sm: 260 }}>
      {organisation}
    </Text>
  );
  if (others.length === 0) return name;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton aria-label={text.shell.organisation(organisation)}>
          <Group gap={4} wrap="nowrap">
            {name}
            <IconSelector size={14} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {organisations.map((one) => (
          <Menu.Item
            key={one.name}
            leftSection={
              <IconCheck size={14} visibility={one.name === organisation ? 'visible' : 'hidden'} aria-hidden />
            }
            onClick={() => void navigate({ to: '/o/$organisation/overview', params: { organisation: one.name } })}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
