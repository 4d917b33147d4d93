// A new configuration file: every setting with what it is for, those that were chosen without the sign of a remark.
import { SETTINGS, type SettingDescription } from '../../settings/descriptions.ts';
import { VARIABLES, type VariableName } from '../../settings/environment.ts';
import type { GivenSettings } from '../../settings/settings.ts';

/** Characters of a line. */
const WIDTH = 100;

/** A text without what makes it Markdown: links to documents become their names, and code loses its signs. */
const plain = (markdown: string): string => {
  const withoutLinks = markdown
    .split('](')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf(')') + 1)));
  return withoutLinks.join('').replaceAll('[', '').replaceAll('`', '');
};

const wrapped = (text: string): readonly string[] => {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= WIDTH) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
};

const defaultText = ({ byDefault }: SettingDescription): string =>
  plain('value' in byDefault ? byDefault.value : byDefault.words);

/** A value as the reader of the file takes it as it is. */
const quoted = (value: string): string => {
  const isPlain = [...value].every((character) => !'"\'`#\\ \n'.includes(character));
  if (isPlain) return value;
  const quote = ["'", '`', ...(value.includes('\\') ? [] : ['"'])].find((sign) => !value.includes(sign));
  if (quote === undefined) throw new Error(`No setting can be "${value}"`);
  return `${quote}${value}${quote}`;
};

const settingLines = (name: VariableName, chosen: string | undefined): readonly string[] => {
  const description = SETTINGS[name];
  const example = description.example ?? ('value' in description.byDefault ? description.byDefault.value : '');
  return [
    ...wrapped(`${plain(description.meaning)}. Default: ${defaultText(description)}`),
    chosen === undefined ? `#${name}=${example}` : `${name}=${quoted(chosen)}`,
    '',
  ];
};

/** The text of a configuration file of an app with one organisation. */
export const configurationText = (chosen: GivenSettings): string =>
  [
    '# The configuration of Looop SCIM: NAME=value a line, remarks after #. Variables of the environment',
    '# of the same names stand over it, and options of the command over both. Restart the server after a',
    '# change; the command config shows what holds and where it comes from.',
    '',
    ...VARIABLES.filter((name) => SETTINGS[name].only === undefined || chosen[name] !== undefined).flatMap((name) =>
      settingLines(name, chosen[name]),
    ),
  ].join('\n');
