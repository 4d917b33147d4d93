// What went wrong, what to do, and what to tell support.
import { Alert, Anchor, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiProblem } from '../api/problem.ts';
import { text } from '../text/en.ts';

interface ProblemProps {
  readonly error: unknown;
  /** Absent: repeating it is of no use. */
  readonly retry?: () => void;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const faultLine = ({ pointer, field, detail }: Readonly<Record<string, string>>): string =>
  [field ?? pointer, detail].filter((part) => part !== undefined).join(': ');

/** A problem in place of what was asked for, or beside a form. */
export const Problem = ({ error, retry }: ProblemProps) => {
  const faults = error instanceof ApiProblem ? error.errors : [];
  const id = error instanceof ApiProblem ? error.requestId : '';
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={text.errors.title} role="alert" variant="light">
      <Text size="sm">{messageOf(error)}</Text>
      {faults.length > 0 && (
        <List size="sm" mt={6}>
          {faults.map((fault) => (
            <List.Item key={faultLine(fault)}>{faultLine(fault)}</List.Item>
          ))}
        </List>
      )}
      {id !== '' && (
        <Text size="xs" mt={6} className="code">
          {text.errors.requestId(id)}
        </Text>
      )}
      {retry !== undefined && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          {text.common.tryAgain}
        </Button>
      )}
    </Alert>
  );
};

/** A page that cannot be shown. */
export const BrokenPage = ({ error, reset }: { readonly error: unknown; readonly reset: () => void }) => (
  <div className="page" style={{ padding: '2rem' }}>
    <Problem error={error} retry={reset} />
    <Anchor href="/" mt="md" display="inline-block">
      {text.common.toStart}
    </Anchor>
  </div>
);
