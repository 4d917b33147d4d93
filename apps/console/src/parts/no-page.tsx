// An address that leads nowhere.
import { Anchor, Text } from '@mantine/core';
import { text } from '../text/en.ts';
import { PageTitle } from './page-title.tsx';

export const NoPage = () => (
  <main className="page" style={{ padding: '2rem' }}>
    <PageTitle title={text.errors.noPage}>{text.errors.noPageHint}</PageTitle>
    <Text>
      <Anchor href="/">{text.common.toStart}</Anchor>
    </Text>
  </main>
);
