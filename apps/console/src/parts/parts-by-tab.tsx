// The parts of a page, one at a time: which one stands in the address, so that it can be linked to.
import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';

interface PartsByTabProps<Name extends string> {
  /** In their order. */
  readonly names: readonly Name[];
  readonly titles: Readonly<Record<Name, string>>;
  readonly shown: Name;
  readonly show: (name: Name) => void;
  /** The part that is shown. */
  readonly children: ReactNode;
}

export const PartsByTab = <Name extends string>({ names, titles, shown, show, children }: PartsByTabProps<Name>) => (
  <Tabs
    value={shown}
    keepMounted={false}
    onChange={(value) => {
      const next = names.find((one) => one === value);
      if (next !== undefined) show(next);
    }}
  >
    <Tabs.List mb="md">
      {names.map((one) => (
        <Tabs.Tab key={one} value={one}>
          {titles[one]}
        </Tabs.Tab>
      ))}
    </Tabs.List>
    <Tabs.Panel value={shown}>{children}</Tabs.Panel>
  </Tabs>
);
