// Where one can go.
import {
  IconActivity,
  IconArrowsExchange,
  IconBuilding,
  IconFileImport,
  IconHeartbeat,
  IconKey,
  IconSearch,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { text } from '../text/en.ts';

interface NavigationLink {
  readonly to: string;
  readonly label: string;
  readonly Icon: Icon;
}

interface NavigationSection {
  readonly title: string;
  readonly links: readonly NavigationLink[];
}

/** The pages of an organisation. */
export const navigationOf = (organisation: string): readonly NavigationSection[] => {
  const { pages, sections } = text.navigation;
  const link = (page: keyof typeof pages, path: string, icon: Icon): NavigationLink => ({
    to: `/o/${organisation}/${path}`,
    label: pages[page],
    Icon: icon,
  });
  return [
    {
      title: sections.watch,
      links: [
        link('overview', 'overview', IconHeartbeat),
        link('activity', 'activity', IconActivity),
        link('explain', 'explain', IconSearch),
      ],
    },
    {
      title: sections.directory,
      links: [
        link('people', 'people', IconUsers),
        link('groups', 'groups', IconUsersGroup),
        link('import', 'import', IconFileImport),
      ],
    },
    {
      title: sections.account,
      links: [
        link('provisioning', 'provisioning', IconKey),
        link('mapping', 'mapping', IconArrowsExchange),
        link('events', 'events', IconWebhook),
        link('team', 'team', IconSettings),
      ],
    },
  ];
};

/** The pages of operators. */
export const operatorNavigation: NavigationSection = {
  title: text.navigation.sections.operator,
  links: [
    { to: '/organisations', label: text.navigation.pages.organisations, Icon: IconBuilding },
    { to: '/accounts', label: text.navigation.pages.accounts, Icon: IconUsers },
  ],
};
