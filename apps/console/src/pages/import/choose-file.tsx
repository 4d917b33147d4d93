// The file of an import, and how it is read.
import { Button, Checkbox, FileInput, Group, NumberInput, Paper, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { typeOf, type ImportSettings } from '../../api/imports.ts';
import { text } from '../../text/en.ts';

const words = text.importing;

/** A file that can be imported, with the type of its body. */
export interface ChosenFile {
  readonly file: File;
  readonly type: string;
}

interface ChooseFileProps {
  readonly isSending: boolean;
  readonly send: (chosen: ChosenFile, settings: ImportSettings) => void;
}

type Of = ImportSettings['of'];
type Match = ImportSettings['match'];

const OF = (['users', 'groups'] as const).map((value) => ({ value, label: words.kinds[value] }));
const MATCHES: Readonly<Record<Of, readonly Match[]>> = {
  users: ['userName', 'externalId'],
  groups: ['displayName', 'externalId'],
};
const DELIMITERS = Object.entries(words.delimiters).map(([value, label]) => ({ value, label }));
const CSV = 'text/csv';

interface HowProps {
  readonly settings: ImportSettings;
  readonly isCsv: boolean;
  readonly change: (change: Partial<ImportSettings>) => void;
}

/** What an import does about lines that are refused, and about people who have none. */
const Bounds = ({ settings: { of, maxErrors, deactivateMissing }, change }: Omit<HowProps, 'isCsv'>) => (
  <>
    {of === 'users' && (
      <Checkbox
        label={words.deactivateMissing}
        description={words.deactivateMissingHint}
        checked={deactivateMissing}
        onChange={({ currentTarget }) => change({ deactivateMissing: currentTarget.checked })}
      />
    )}
    <NumberInput
      label={words.maxErrors}
      description={words.maxErrorsHint}
      styles={{ wrapper: { maxInlineSize: '22rem' } }}
      min={1}
      max={Number.MAX_SAFE_INTEGER}
      allowDecimal={false}
      value={maxErrors ?? ''}
      onChange={(value) => change({ maxErrors: typeof value === 'number' ? value : undefined })}
    />
  </>
);

const How = ({ settings, isCsv, change }: HowProps) => {
  const { of, match, delimiter, clearBlank } = settings;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label={words.what}
          data={OF}
          value={of}
          allowDeselect={false}
          onChange={(value) =>
            change(
              value === 'groups'
                ? { of: 'groups', match: 'displayName', deactivateMissing: false }
                : { of: 'users', match: 'userName' },
            )
          }
        />
        <Select
          label={words.match}
          data={MATCHES[of].map((value) => ({ value, label: words.matches[value] }))}
          value={match}
          allowDeselect={false}
          onChange={(value) => change({ match: MATCHES[of].find((one) => one === value) ?? match })}
        />
        {isCsv && (
          <Select
            label={words.delimiter}
            data={DELIMITERS}
            value={delimiter}
            allowDeselect={false}
            onChange={(value) => change({ delimiter: value ?? delimiter })}
          />
        )}
      </SimpleGrid>
      {isCsv && (
        <Checkbox
          label={words.clearBlank}
          checked={clearBlank}
          onChange={({ currentTarget }) => change({ clearBlank: currentTarget.checked })}
        />
      )}
      <Bounds settings={settings} change={change} />
    </>
  );
};

const FIRST: ImportSettings = {
  ...{ of: 'users', match: 'userName', delimiter: ',', clearBlank: false },
  ...{ maxErrors: undefined, deactivateMissing: false, dryRun: true },
};

export const ChooseFile = ({ isSending, send }: ChooseFileProps) => {
  const [file, setFile] = useState<File | null>(null);
  const [settings, setSettings] = useState(FIRST);
  const type = file === null ? undefined : typeOf(file.name);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (file !== null && type !== undefined) send({ file, type }, settings);
  };
  return (
    <Paper withBorder p="lg" component="form" onSubmit={submit}>
      <Stack>
        <FileInput
          label={words.file}
          description={words.fileHint}
          placeholder={words.chooseFile}
          leftSection={<IconFileUpload size={18} aria-hidden />}
          accept=".csv,.jsonl,.ndjson"
          required
          value={file}
          onChange={setFile}
          error={file !== null && type === undefined && words.notAFile}
        />
        <How
          settings={settings}
          isCsv={type === undefined || type === CSV}
          change={(change) => setSettings({ ...settings, ...change })}
        />
        <Group>
          <Button type="submit" loading={isSending} disabled={type === undefined}>
            {words.tryIt}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
};
