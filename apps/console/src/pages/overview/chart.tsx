// Provisioning over time: a picture, and the same as a table.
import { Button, Group, Paper, SegmentedControl, Table, Text, Title, useComputedColorScheme } from '@mantine/core';
import { useDisclosure, useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ActivityCounts } from '@looop-scim/http-api/contract';
import { countsQuery, isPeriod, type Period } from '../../api/watch.ts';
import { exactText } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';

const route = getRouteApi('/signed-in/o/$organisation/overview');
const words = text.chart;

type Span = ActivityCounts['spans'][number];
type Kind = 'applied' | 'unchanged' | 'answered' | 'refused';

const KINDS: readonly Kind[] = ['refused', 'applied', 'unchanged', 'answered'];
const HEIGHT = 200;

/** Colours that can be told from each other and from the ground, in both schemes. */
const COLORS: Readonly<Record<'light' | 'dark', Readonly<Record<Kind | 'axis' | 'grid', string>>>> = {
  light: {
    ...{ refused: '#c92a2a', applied: '#0b7285', unchanged: '#868e96', answered: '#adb5bd' },
    ...{ axis: '#495057', grid: '#e9ecef' },
  },
  dark: {
    ...{ refused: '#ff8787', applied: '#3bc9db', unchanged: '#909296', answered: '#5c5f66' },
    ...{ axis: '#c1c2c5', grid: '#373a40' },
  },
};

const totalOf = (span: Span): number => KINDS.reduce((sum, kind) => sum + span[kind], 0);

/** Length of a span, in seconds. */
const spanOf = ([first, second]: readonly Span[]): number =>
  first === undefined || second === undefined ? 1 : (Date.parse(second.at) - Date.parse(first.at)) / 1000;

/** Bars on top of each other: each series is drawn with all below it, the highest first. */
const dataOf = (spans: readonly Span[]): UPlot.AlignedData => [
  spans.map(({ at }) => Date.parse(at) / 1000),
  ...KINDS.map((_, index) =>
    spans.map((span) => KINDS.slice(0, index + 1).reduce((sum, kind) => sum + span[kind], 0)),
  ).toReversed(),
];

const day = new Intl.DateTimeFormat(text.language, { day: 'numeric', month: 'short' });
const hour = new Intl.DateTimeFormat(text.language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY_SECONDS = 86_400;

/** What stands below the axis of time: the day, and between days the hour. */
const timeLabels: UPlot.Axis.Values = (_self, splits, _axis, _space, step) =>
  splits.map((seconds) => {
    const date = new Date(seconds * 1000);
    return (step >= DAY_SECONDS || date.getHours() === 0 ? day : hour).format(date);
  });

const optionsOf = (width: number, scheme: 'light' | 'dark', spanSeconds: number): UPlot.Options => {
  const colors = COLORS[scheme];
  const axis = {
    stroke: colors.axis,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { stroke: colors.grid, width: 1 },
  };
  const bars = UPlot.paths.bars?.({ size: [0.8, 40], align: 1 });
  return {
    ...{ width, height: HEIGHT, legend: { show: false }, cursor: { show: false } },
    // The last bar begins at the last time: there has to be room for it.
    scales: {
      x: { range: (_self, from, to) => [from, to + spanSeconds] },
      y: { range: (_self, _least, most) => [0, Math.max(most, 4)] },
    },
    // There is no half a request.
    axes: [
      { ...axis, values: timeLabels },
      { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000] },
    ],
    series: [
      {},
      ...KINDS.toReversed().map((kind) => ({
        ...{ stroke: colors[kind], fill: colors[kind], width: 0, points: { show: false } },
        ...(bars !== undefined && { paths: bars }),
      })),
    ],
  };
};

const Picture = ({ spans, label }: { readonly spans: readonly Span[]; readonly label: string }) => {
  const { ref: frame, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    if (place.current === null || width === 0) return undefined;
    const plot = new UPlot(optionsOf(width, scheme, spanOf(spans)), dataOf(spans), place.current);
    return () => plot.destroy();
  }, [spans, width, scheme]);
  return (
    <div ref={frame} style={{ blockSize: HEIGHT }}>
      <div ref={place} role="img" aria-label={label} />
    </div>
  );
};

const Legend = () => {
  const colors = COLORS[useComputedColorScheme('light')];
  return (
    <Group gap="md" mt="xs" aria-hidden>
      {KINDS.map((kind) => (
        <Group key={kind} gap={6}>
          <span style={{ inlineSize: 10, blockSize: 10, borderRadius: 2, background: colors[kind] }} />
          <Text size="xs">{words.columns[kind]}</Text>
        </Group>
      ))}
    </Group>
  );
};

const Numbers = ({ spans }: { readonly spans: readonly Span[] }) => (
  <WideTable minWidth={420} maxHeight={320} label={words.title}>
    <Table stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.columns.at}</Table.Th>
          {KINDS.map((kind) => (
            <Table.Th key={kind} ta="right">
              {words.columns[kind]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {spans
          .filter((span) => totalOf(span) > 0)
          .toReversed()
          .map((span) => (
            <Table.Tr key={span.at}>
              <Table.Th scope="row" fw={400}>
                {exactText(span.at)}
              </Table.Th>
              {KINDS.map((kind) => (
                <Table.Td key={kind} ta="right">
                  {span[kind].toLocaleString(text.language)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  </WideTable>
);

const Counted = ({ spans }: ActivityCounts) => {
  const [isOpen, { toggle }] = useDisclosure(false);
  const [first, last] = [spans[0], spans.at(-1)];
  const total = spans.reduce((sum, span) => sum + totalOf(span), 0);
  const refused = spans.reduce((sum, span) => sum + span.refused, 0);
  if (first === undefined || last === undefined || total === 0) return <Text c="dimmed">{words.none}</Text>;
  return (
    <>
      <Picture spans={spans} label={words.label(exactText(first.at), exactText(last.at), total, refused)} />
      <Group justify="space-between">
        <Legend />
        <Button variant="default" size="xs" onClick={toggle} aria-expanded={isOpen}>
          {isOpen ? words.hideTable : words.table}
        </Button>
      </Group>
      {isOpen && <Numbers spans={spans} />}
    </>
  );
};

export const Chart = ({ organisation }: { readonly organisation: string }) => {
  const { period = 'week' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(countsQuery(organisation, period));
  const choose = (next: string): void => {
    if (isPeriod(next)) void navigate({ search: { period: next }, replace: true });
  };
  return (
    <section aria-labelledby="chart">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="chart">
          {words.title}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={words.period}
          value={period}
          onChange={choose}
          data={Object.entries<string>(words.periods).map(([value, label]) => ({ value: value as Period, label }))}
        />
      </Group>
      <Paper withBorder p="md">
        {error !== null && <Problem error={error} retry={() => void refetch()} />}
        {data !== undefined && <Counted {...data} />}
      </Paper>
    </section>
  );
};
