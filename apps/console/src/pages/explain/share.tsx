// A diagnosis to hand on: without values of people, without secrets.
import { Button, CopyButton, Group, Paper, Text, Title } from '@mantine/core';
import { IconBraces, IconLink, IconTerminal2, type Icon } from '@tabler/icons-react';
import type { Explanation } from '@looop-scim/http-api/contract';
import { VERSION } from '../../app/version.ts';
import { text } from '../../text/en.ts';
import { bundleOf, curlOf } from './redacted.ts';

interface CopyProps {
  readonly value: string;
  readonly label: string;
  readonly icon: Icon;
}

const Copy = ({ value, label, icon: Shown }: CopyProps) => (
  <CopyButton value={value}>
    {({ copied, copy }) => (
      <Button variant="default" onClick={copy} leftSection={<Shown size={16} aria-hidden />}>
        {copied ? text.explain.copied : label}
      </Button>
    )}
  </CopyButton>
);

export const Share = ({ explanation }: { readonly explanation: Explanation }) => (
  <Paper withBorder p="lg" component="section" aria-labelledby="share">
    <Title order={2} size="h4" mb={4} id="share">
      {text.explain.share}
    </Title>
    <Text c="dimmed" mb="sm">
      {text.explain.shareHint}
    </Text>
    <Group gap="xs">
      <Copy
        value={JSON.stringify(bundleOf(explanation, VERSION), null, 2)}
        label={text.explain.copyBundle}
        icon={IconBraces}
      />
      <Copy value={curlOf(explanation)} label={text.explain.copyCurl} icon={IconTerminal2} />
      {explanation.entry !== undefined && (
        <Copy value={globalThis.location.href} label={text.explain.permalink} icon={IconLink} />
      )}
    </Group>
  </Paper>
);
