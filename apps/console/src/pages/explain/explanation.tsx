// One explanation: what happens, what to do about it, how the request was understood.
import { Anchor, Badge, Code, List, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { Explanation } from '@looop-scim/http-api/contract';
import { OutcomeBadge } from '../../parts/activity-list.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { text } from '../../text/en.ts';
import { fixes, leftOutFix, unknownMembersFix } from '../../text/watch.en.ts';
import { Share } from './share.tsx';

const words = text.explain;

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const id = useId();
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id}>
      <Title order={2} size="h4" mb="sm" id={id}>
        {title}
      </Title>
      {children}
    </Paper>
  );
};

const Json = ({ value }: { readonly value: unknown }) => (
  <Code block className="code" style={{ whiteSpace: 'pre-wrap', maxBlockSize: '24rem', overflow: 'auto' }} tabIndex={0}>
    {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
  </Code>
);

const Value = ({ value }: { readonly value: unknown }) =>
  value === undefined ? (
    <Text size="sm" c="dimmed">
      {words.nothing}
    </Text>
  ) : (
    <span className="code">{typeof value === 'string' ? value : JSON.stringify(value)}</span>
  );

type Run = NonNullable<Explanation['dryRun']>;

/** What to do, in the words of the identity provider. */
const fixesOf = ({ failure, ignored, membersUnknown }: Run): readonly string[] => {
  const ofFailure = failure === undefined ? undefined : fixes[failure.kind];
  return [
    ...(ofFailure === undefined ? [] : [ofFailure]),
    ...(ignored.some(({ reason }) => reason === 'unknown') ? [leftOutFix] : []),
    ...(membersUnknown === undefined ? [] : [unknownMembersFix]),
  ];
};

const Outcome = ({ run }: { readonly run: Run }) => (
  <Section title={words.today}>
    <Stack gap="sm">
      <Text fw={600}>{words.outcomes[run.outcome](run.status)}</Text>
      {run.failure !== undefined && (
        <>
          <Text style={{ overflowWrap: 'anywhere' }}>{run.failure.detail}</Text>
          {run.failure.scimType !== undefined && <Badge>{run.failure.scimType}</Badge>}
        </>
      )}
    </Stack>
  </Section>
);

const Fixes = ({ run }: { readonly run: Run }) => {
  const found = fixesOf(run);
  if (found.length === 0) return null;
  return (
    <Section title={words.fix}>
      <Stack gap="sm">
        {found.map((fix) => (
          <Text key={fix}>{fix}</Text>
        ))}
      </Stack>
    </Section>
  );
};

const Members = ({
  run: { membersAdded, membersRemoved, membersUnknown, hasUntoldMembers },
}: {
  readonly run: Run;
}) => (
  <>
    {membersAdded !== undefined && <Text>{words.members.added(membersAdded.count)}</Text>}
    {membersRemoved !== undefined && <Text>{words.members.removed(membersRemoved.count)}</Text>}
    {membersUnknown !== undefined && <Text>{words.members.unknown(membersUnknown.count)}</Text>}
    {hasUntoldMembers && <Text>{words.members.untold}</Text>}
  </>
);

interface ShownChange {
  readonly attribute: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const ChangeTable = ({ changes }: { readonly changes: readonly ShownChange[] }) => (
  <WideTable minWidth={480} label={words.changes}>
    <Table>
      <ColumnHeads titles={[words.columns.attribute, words.columns.before, words.columns.after]} />
      <Table.Tbody>
        {changes.map(({ attribute, before, after }) => (
          <Table.Tr key={attribute}>
            <Table.Th scope="row" fw={500} className="code">
              {attribute}
            </Table.Th>
            <Table.Td>
              <Value value={before} />
            </Table.Td>
            <Table.Td>
              <Value value={after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </WideTable>
);

const Changes = ({ run }: { readonly run: Run }) => (
  <Section title={words.changes}>
    <Stack gap="sm">
      {run.changes.length === 0 ? <Text c="dimmed">{words.noChanges}</Text> : <ChangeTable changes={run.changes} />}
      <Members run={run} />
    </Stack>
  </Section>
);

const LeftOut = ({ run: { ignored } }: { readonly run: Run }) =>
  ignored.length === 0 ? null : (
    <Section title={words.ignored}>
      <List>
        {ignored.map(({ attribute, reason }) => (
          <List.Item key={`${reason} ${attribute}`}>
            <span className="code">{attribute}</span>: {words.reasons[reason]}
          </List.Item>
        ))}
      </List>
    </Section>
  );

type Operation = NonNullable<Explanation['operations']>[number];

const Meant = ({ path, attribute, selects, subAttribute }: Operation) => {
  if (path === undefined) return words.wholeResource;
  if (attribute === undefined) return words.unknownPath;
  return (
    <>
      <span className="code">
        {attribute}
        {subAttribute === undefined ? '' : `.${subAttribute}`}
      </span>{' '}
      {selects === undefined ? '' : words.selects(selects)}
    </>
  );
};

const Operations = ({ operations }: { readonly operations: readonly Operation[] }) => (
  <Section title={words.operations}>
    <WideTable minWidth={560} label={words.operations}>
      <Table>
        <ColumnHeads titles={[words.operation, words.sent, words.meant, words.value]} />
        <Table.Tbody>
          {operations.map((operation, index) => (
            <Table.Tr key={`${index} ${operation.op} ${operation.path ?? ''}`}>
              <Table.Th scope="row" fw={500}>
                {operation.op}
              </Table.Th>
              <Table.Td>
                <Value value={operation.path} />
              </Table.Td>
              <Table.Td>
                <Meant {...operation} />
              </Table.Td>
              <Table.Td>
                <Value value={operation.value} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  </Section>
);

type LeniencyProps = Pick<Explanation, 'leniencies' | 'policy' | 'areLenienciesUntold'>;

const Leniencies = ({ leniencies, policy, areLenienciesUntold }: LeniencyProps) => (
  <Section title={words.leniencies}>
    {leniencies.length === 0 ? (
      <Text c="dimmed">{areLenienciesUntold === true ? words.untoldLeniencies : words.noLeniencies}</Text>
    ) : (
      <List spacing="sm">
        {leniencies.map(({ rule, summary, clients, refusal }) => (
          <List.Item key={rule}>
            <Text>{summary}</Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {words.neededBy(clients.join(', '))} {refusal === undefined ? words.withoutOther : words.without(refusal)}
            </Text>
          </List.Item>
        ))}
      </List>
    )}
    <Text size="sm" c="dimmed" mt="sm">
      {words.policy}: <span className="code">{policy}</span>
    </Text>
  </Section>
);

/** Where the sections of a standard are read. */
const linkOf = ({ document, section }: Explanation['clauses'][number]): string =>
  `https://www.rfc-editor.org/rfc/${document.toLowerCase().replace(' ', '')}#section-${section}`;

const Clauses = ({ clauses }: Pick<Explanation, 'clauses'>) => (
  <Section title={words.clauses}>
    <List>
      {clauses.map((clause) => (
        <List.Item key={`${clause.document} ${clause.section} ${clause.about}`}>
          <Anchor href={linkOf(clause)} target="_blank" rel="noreferrer">
            {clause.document}, {clause.section}
          </Anchor>
          : {clause.about}
        </List.Item>
      ))}
    </List>
  </Section>
);

const isChange = (value: unknown): value is ShownChange =>
  typeof value === 'object' && value !== null && 'attribute' in value && typeof value.attribute === 'string';

/** What was changed then; long values are cut. */
const changesOf = ({ record }: NonNullable<Explanation['entry']>): readonly ShownChange[] => {
  const { changes } = record;
  return Array.isArray(changes) ? changes.filter(isChange) : [];
};

const Recorded = ({ entry }: { readonly entry: NonNullable<Explanation['entry']> }) => (
  <Section title={words.recorded}>
    <Stack gap={6} align="flex-start">
      <Text style={{ overflowWrap: 'anywhere' }}>{entry.sentence}</Text>
      <Text size="sm" c="dimmed" component="div">
        <Moment at={entry.at} />
      </Text>
      <OutcomeBadge outcome={String(entry.record['outcome'] ?? '')} />
    </Stack>
    {changesOf(entry).length > 0 && <ChangeTable changes={changesOf(entry)} />}
  </Section>
);

interface ExplanationProps {
  readonly explanation: Explanation;
  readonly organisation: string;
}

const Request = ({ explanation: { request, isBodyMissing }, organisation }: ExplanationProps) => (
  <Section title={words.request}>
    <Stack gap="sm">
      <Text className="code">
        {request.method} {request.path}
      </Text>
      {isBodyMissing && (
        <Text>
          {words.bodyMissing}{' '}
          <PlaceLink
            to="/o/$organisation/explain"
            params={{ organisation }}
            search={{ paste: true, method: request.method, path: request.path }}
          >
            {words.paste}
          </PlaceLink>
        </Text>
      )}
      {request.body !== undefined && <Json value={request.body} />}
    </Stack>
  </Section>
);

export const ExplanationView = ({ explanation, organisation }: ExplanationProps) => {
  const { entry, dryRun, operations, understood, clauses } = explanation;
  return (
    <Stack>
      {entry !== undefined && <Recorded entry={entry} />}
      {dryRun !== undefined && (
        <>
          <Outcome run={dryRun} />
          <Fixes run={dryRun} />
          {dryRun.outcome === 'applied' && <Changes run={dryRun} />}
          <LeftOut run={dryRun} />
        </>
      )}
      <Request explanation={explanation} organisation={organisation} />
      {operations !== undefined && operations.length > 0 && <Operations operations={operations} />}
      {understood !== undefined && (
        <Section title={words.understood}>
          <Json value={understood} />
        </Section>
      )}
      <Leniencies {...explanation} />
      <Clauses clauses={clauses} />
      <Share explanation={explanation} />
    </Stack>
  );
};
