// What the identity provider sent and what the platform gets of it, side by side.
import { Badge, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { User, ValueOrigins } from '@looop-scim/http-api/contract';
import { originsQuery, userResourceQuery } from '../../api/directory.ts';
import { previewQuery } from '../../api/mapping.ts';
import { Breakable } from '../../parts/breakable.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/en.ts';
import { sourceText, tracesOf } from '../mapping/trace.ts';
import { flatten, originOf, type FlatValue } from './flatten.ts';
import { textOf } from './person-name.ts';

interface PartProps {
  readonly organisation: string;
  readonly user: User;
}

const Origin = ({ origins, path }: { readonly origins: ValueOrigins; readonly path: string }) => {
  const origin = originOf(origins, path);
  return (
    <Text size="xs" c="dimmed" component="div">
      {origin === undefined ? (
        text.person.noOrigin
      ) : (
        <>
          <Moment at={origin.at} /> {text.person.setBy(origin.client)}
        </>
      )}
    </Text>
  );
};

const Value = ({ value, origins }: { readonly value: FlatValue; readonly origins: ValueOrigins | undefined }) => (
  <>
    <dt className="code">{value.label}</dt>
    <dd>
      {value.value}
      {origins !== undefined && <Origin origins={origins} path={value.path} />}
    </dd>
  </>
);

const Received = ({ organisation, user }: PartProps) => {
  const resource = useQuery(userResourceQuery(organisation, user.id));
  const { data: origins } = useQuery(originsQuery(organisation, user.id));
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="received">
      <Title order={2} size="h4" id="received">
        {text.person.received}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {text.person.receivedHint} {origins?.isPartial === true && text.person.partial}
      </Text>
      <Loaded query={resource}>
        {(data) => (
          <Stack>
            {flatten(data).map(({ schema, values }) => (
              <div key={schema}>
                {schema !== '' && (
                  <Text size="xs" fw={600} mb="xs" className="code">
                    <Breakable>{schema}</Breakable>
                  </Text>
                )}
                <dl className="facts">
                  {values.map((value, index) => (
                    <Value key={`${value.label} ${index}`} value={value} origins={origins} />
                  ))}
                </dl>
              </div>
            ))}
          </Stack>
        )}
      </Loaded>
    </Paper>
  );
};

/** What every extension of this kind begins with says nothing to whoever reads. */
const PREFIX = 'urn:ietf:params:scim:schemas:extension:';
const withoutPrefix = (path: string): string => path.replaceAll(PREFIX, '');

const Made = ({ organisation, user }: PartProps) => {
  const { data: preview } = useQuery(previewQuery(organisation, user.id, user.version, user.mappingVersion));
  const sources = new Map(tracesOf(preview).map((trace) => [trace.field, sourceText(trace)]));
  const fields = [
    ...Object.keys(user.profile),
    ...user.issues.filter(({ issue }) => issue === 'missing').map(({ field }) => field),
  ];
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="made">
      <Title order={2} size="h4" id="made">
        {text.person.made}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {text.person.madeHint(user.mappingVersion)}
      </Text>
      <dl className="facts">
        {fields.map((field) => {
          const issue = user.issues.find((one) => one.field === field)?.issue;
          const from = sources.get(field);
          return [
            <dt key={`${field} name`} className="code">
              {field}
            </dt>,
            <dd key={field}>
              {textOf(user.profile[field]) || text.person.empty}{' '}
              {issue !== undefined && (
                <Badge size="sm">{issue === 'missing' ? text.person.missing : text.person.cut}</Badge>
              )}
              {from !== undefined && from !== '' && (
                <Text size="xs" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
                  {text.person.from(withoutPrefix(from))}
                </Text>
              )}
            </dd>,
          ];
        })}
      </dl>
    </Paper>
  );
};

export const SideBySide = (props: PartProps) => (
  <SimpleGrid cols={{ base: 1, md: 2 }}>
    <Received {...props} />
    <Made {...props} />
  </SimpleGrid>
);
