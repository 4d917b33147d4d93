// The frame of the pages of people who are signed in: navigation, organisation, account.
import {
  Anchor,
  AppShell,
  Burger,
  Group,
  Menu,
  NavLink,
  ScrollArea,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession, useSignOut } from '../api/session.ts';
import { calledName } from '../parts/account-name.tsx';
import { Floating } from '../parts/floating.tsx';
import { Mark } from '../parts/mark.tsx';
import { text } from '../text/en.ts';
import { navigationOf, operatorNavigation } from './navigation.ts';
import { OrganisationMenu } from './organisation-menu.tsx';

const AccountMenu = () => {
  const { account } = useSession();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton aria-label={text.shell.account(calledName(account))}>
          <Group gap={6} wrap="nowrap">
            <IconUserCircle size={22} aria-hidden />
            <Text size="sm" visibleFrom="sm">
              {calledName(account)}
            </Text>
            <IconChevronDown size={14} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} />}>
          {text.shell.ownAccount}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSun size={16} />}
          onClick={() => setColorScheme('light')}
          disabled={colorScheme === 'light'}
        >
          {text.shell.light}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMoon size={16} />}
          onClick={() => setColorScheme('dark')}
          disabled={colorScheme === 'dark'}
        >
          {text.shell.dark}
        </Menu.Item>
        <Menu.Divider role="separator" />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {text.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

const Navigation = ({ close }: { readonly close: () => void }) => {
  const { organisation } = useParams({ strict: false });
  const { account } = useSession();
  const { pathname } = useLocation();
  const sections = organisation === undefined ? [] : navigationOf(organisation);
  return (
    <>
      {[...sections, ...(account.isOperator ? [operatorNavigation] : [])].map(({ title, links }) => (
        <div key={title}>
          <Text size="xs" fw={700} mt="md" mb={4} px="sm" c="dimmed" component="h2">
            {title}
          </Text>
          {links.map(({ to, label, Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={label}
              active={pathname === to || pathname.startsWith(`${to}/`)}
              {...(pathname === to && { 'aria-current': 'page' as const })}
              leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
              onClick={close}
              variant="light"
            />
          ))}
        </div>
      ))}
    </>
  );
};

export const Shell = () => {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // Whoever reads by a screen reader begins at the top of the new page.
  useEffect(() => document.querySelector<HTMLElement>('main h1')?.focus(), [pathname]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <Anchor href="#main" className="skip">
        {text.shell.skip}
      </Anchor>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap" gap="sm">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={text.shell.menu}
              aria-expanded={isOpen}
            />
            <Mark />
            <OrganisationMenu />
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={text.shell.navigation}>
        <ScrollArea>
          <Navigation close={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <div className="page">
          <Outlet />
        </div>
        <Floating />
      </AppShell.Main>
    </AppShell>
  );
};
