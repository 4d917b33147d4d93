// A request that is pasted in, such as from the log of an identity provider.
import { Button, Group, JsonInput, NativeSelect, Paper, Stack, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { ExplainRequest } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';
import { isMethod, METHODS, type ExplainView, type Method } from './explain-search.ts';

const words = text.explain;

/** The JSON of a text; undefined when it is none. */
const jsonOf = (typed: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(typed) };
  } catch {
    return undefined;
  }
};

interface PasteFormProps {
  readonly view: ExplainView;
  readonly isAsking: boolean;
  readonly ask: (request: ExplainRequest) => void;
}

export const PasteForm = ({ view, isAsking, ask }: PasteFormProps) => {
  const [method, setMethod] = useState<Method>(view.method ?? 'PATCH');
  const [path, setPath] = useState(view.path ?? '');
  const [body, setBody] = useState('');
  const [isBad, setBad] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const parsed = method === 'DELETE' || body.trim() === '' ? {} : jsonOf(body);
    setBad(parsed === undefined);
    if (parsed === undefined) return;
    ask({ request: { method, path: path.trim(), ...('json' in parsed && { body: parsed.json }) } });
  };
  return (
    <Paper withBorder p="lg" component="form" onSubmit={submit}>
      <Stack>
        <Group align="flex-start" gap="sm">
          <NativeSelect
            label={words.method}
            data={[...METHODS]}
            value={method}
            onChange={({ currentTarget: { value } }) => isMethod(value) && setMethod(value)}
          />
          <TextInput
            label={words.path}
            description={words.pathHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={path}
            onChange={({ currentTarget: { value } }) => setPath(value)}
            required
            maxLength={2000}
            flex={1}
            miw={220}
          />
        </Group>
        {method !== 'DELETE' && (
          <JsonInput
            label={words.body}
            value={body}
            onChange={setBody}
            error={isBad && words.badJson}
            autosize
            minRows={6}
            maxRows={24}
            formatOnBlur
          />
        )}
        <Button type="submit" loading={isAsking} w="fit-content">
          {words.submit}
        </Button>
      </Stack>
    </Paper>
  );
};
