// Every sentence of the page that imports people and groups from a file.

const many = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${more}`;

export const importing = {
  title: 'Import',
  intro:
    'Bring in people or groups from a file, such as those who are in Looop before the identity provider is connected.',
  viewer: 'You see this page as a viewer. Ask an administrator to import something.',
  file: 'File',
  fileHint:
    'CSV with the names of the columns in its first line, or JSON lines. Columns are fields of the profile or SCIM attributes, such as username, givenName, email, externalId. At most 64 MiB.',
  chooseFile: 'Choose a file',
  what: 'What is in it',
  kinds: { users: 'People', groups: 'Groups' },
  match: 'How a line finds its person or group',
  matches: { userName: 'By user name', displayName: 'By name', externalId: 'By the id of the identity provider' },
  delimiter: 'Between the cells',
  delimiters: { ',': 'Comma', ';': 'Semicolon', tab: 'Tab' },
  clearBlank: 'A blank cell clears the value',
  deactivateMissing: 'Deactivate the people who are not in the file',
  deactivateMissingHint:
    'Only for a file that has everybody. You see how many they are, and confirm that number, before anybody is deactivated. Nobody is deactivated while a line is refused.',
  maxErrors: 'Stop after this many refused lines',
  maxErrorsHint: 'Empty: refused lines are left out, and the others are imported.',
  tryIt: 'Show what would change',
  run: 'Import now',
  runHint: 'The file is read again, and its changes are written.',
  notAFile: 'Choose a file that ends in .csv, .jsonl or .ndjson.',
  job: {
    dryRun: 'What would change',
    real: 'What was imported',
    states: {
      receiving: 'The file is on its way',
      queued: 'Waiting for its turn',
      running: 'Reading the file',
      succeeded: 'Done',
      failed: 'It did not come to its end',
      cancelled: 'Stopped',
    },
    dryRunHint: 'Nothing was written.',
    lines: (count: number) => many(count, 'line', 'lines'),
    counts: { created: 'New', changed: 'Changed', unchanged: 'Unchanged', refused: 'Refused' },
    missing: {
      title: 'People who are not in the file',
      sentence: ({ count, names }: { readonly count: number; readonly names: readonly string[] }, isTried: boolean) => {
        if (count === 0) return 'Every active person is in the file.';
        const whom = names.length < count ? `${names.join(', ')} and others` : names.join(', ');
        const active = many(count, 'active person', 'active people');
        return isTried
          ? `${active} would be deactivated: ${whom}.`
          : `${many(count, 'person was', 'people were')} deactivated: ${whom}.`;
      },
      unknown: {
        refusedLines:
          'Nobody is deactivated: a refused line may be about any of them. Correct the refused lines first.',
        noLines: 'Nobody is deactivated: the file has no lines.',
      },
      confirmTitle: (count: number) => `Deactivate ${many(count, 'person', 'people')}?`,
      confirmHint:
        'They can no longer use Looop. They keep their data, and can be activated again. Nobody is deactivated if more people are missing by then.',
      confirm: 'Import and deactivate',
      typeNumber: (count: number) => `Type ${count} to confirm`,
      begun: 'The import has begun.',
    },
    stop: 'Stop',
    errors: 'Refused lines',
    moreErrors: (shown: number, all: number) =>
      `The first ${shown.toLocaleString('en')} of ${all.toLocaleString('en')} are shown.`,
    line: 'Line',
    column: 'Column',
    reason: 'Why',
    examples: 'What changes, the first lines',
    name: 'Who or what',
    kinds: { created: 'New', changed: 'Changed' } as Readonly<Record<string, string>>,
    differs: 'Attributes',
    members: (added: number, removed: number) => `members: ${added} come, ${removed} go`,
    by: (author: string) => `By ${author}`,
    another: 'Import another file',
  },
} as const;
