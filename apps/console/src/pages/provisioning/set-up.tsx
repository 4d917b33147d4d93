// The guided set-up: each step turns green by itself when its request has arrived.
import {
  Badge,
  Code,
  List,
  NativeSelect,
  Paper,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Timeline,
  Title,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Organisation, SetUp as Progress } from '@looop-scim/http-api/contract';
import { tokensQuery } from '../../api/organisation.ts';
import { setUpQuery } from '../../api/watch.ts';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/en.ts';
import { providers, type Provider, type ProviderStep } from '../../text/providers.en.ts';
import { isOpen } from './token-state.ts';

type ProviderName = keyof typeof providers;
const NAMES = Object.keys(providers) as readonly ProviderName[];

const isProvider = (name: string): name is ProviderName => Object.hasOwn(providers, name);

const StepBody = ({ step: { where, fields }, url }: { readonly step: ProviderStep; readonly url: string }) => (
  <>
    {where}
    {fields !== undefined && (
      <Table withTableBorder mt={6} mb={6} maw={640} layout="fixed">
        <Table.Tbody>
          {fields.map(([field, value]) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fw={500}>
                {field}
              </Table.Th>
              <Table.Td>{value === '{url}' ? <Code className="code">{url}</Code> : value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    )}
  </>
);

type Milestone = Progress['milestones'][number]['milestone'];

const useSteps = (organisation: string, provider: Provider, url: string) => {
  const { data: tokens = [] } = useQuery(tokensQuery(organisation));
  const { data: progress } = useQuery(setUpQuery(organisation));
  const { steps } = text.setUp;
  const reached = (milestone: Milestone): { readonly isDone: boolean; readonly at?: string } => {
    const at = progress?.milestones.find((one) => one.milestone === milestone)?.reachedAt;
    return { isDone: at !== undefined, ...(at !== undefined && { at }) };
  };
  return [
    { title: steps.token, isDone: tokens.some(isOpen) || reached('contact').isDone, body: null },
    {
      title: steps.connect,
      ...reached('contact'),
      body: (
        <List type="ordered" spacing="xs" size="sm">
          {provider.connect.map((step) => (
            <List.Item key={step.where}>
              <StepBody step={step} url={url} />
            </List.Item>
          ))}
          <List.Item>{provider.test}</List.Item>
        </List>
      ),
    },
    { title: steps.person, ...reached('person'), body: <Text size="sm">{provider.person}</Text> },
    { title: steps.deactivation, ...reached('deactivation'), body: <Text size="sm">{provider.deactivation}</Text> },
    { title: steps.group, ...reached('group'), body: <Text size="sm">{provider.group}</Text> },
  ];
};

export const SetUp = ({ organisation, about }: { readonly organisation: string; readonly about: Organisation }) => {
  const [chosen, setChosen] = useLocalStorage({ key: 'looop-provider', defaultValue: 'okta' });
  const name: ProviderName = isProvider(chosen) ? chosen : 'okta';
  const steps = useSteps(organisation, providers[name], about.scimBaseUrl);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="set-up">
      <Stack>
        <div>
          <Title order={2} size="h4" id="set-up">
            {text.setUp.title}
          </Title>
          <Text c="dimmed">{text.setUp.intro}</Text>
        </div>
        <SegmentedControl
          aria-label={text.setUp.provider}
          value={name}
          onChange={setChosen}
          data={NAMES.map((one) => ({ value: one, label: providers[one].name }))}
          visibleFrom="sm"
        />
        <NativeSelect
          aria-label={text.setUp.provider}
          value={name}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={NAMES.map((one) => ({ value: one, label: providers[one].name }))}
          hiddenFrom="sm"
        />
        <Timeline active={steps.findLastIndex(({ isDone }) => isDone)} bulletSize={26} lineWidth={2}>
          {steps.map(({ title, isDone, body, ...step }, index) => (
            <Timeline.Item
              key={title}
              color={isDone ? 'teal' : 'gray'}
              bullet={isDone ? <IconCheck size={15} aria-hidden /> : index + 1}
              title={
                <>
                  {title} <Badge size="sm">{isDone ? text.setUp.done : text.setUp.waiting}</Badge>
                </>
              }
            >
              {'at' in step && step.at !== undefined && (
                <Text size="sm" c="dimmed" component="div">
                  <Moment at={step.at} />
                </Text>
              )}
              {body}
            </Timeline.Item>
          ))}
        </Timeline>
      </Stack>
    </Paper>
  );
};
