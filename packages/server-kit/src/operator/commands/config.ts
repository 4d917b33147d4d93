// config
import { Command } from 'commander';
import { printable } from '@looop-scim/provisioning/activity';
import { jsonLinesOption, tellEach, type AnswerOptions } from '../answer.ts';
import { remark, type Session } from '../session.ts';
import { SECRET_SETTINGS, shownSettings, type ShownSetting } from '../support/redact.ts';

interface Options extends AnswerOptions {
  readonly all: boolean;
}

const lineOf = ({ name, source, value, isHidden, byDefault }: ShownSetting): string => {
  if (source === 'default') return printable(`${name} is not set (default: ${byDefault.replaceAll('`', '')})`);
  return printable(`${name}=${isHidden === true ? '(not shown)' : (value ?? '')}  (${source})`);
};

/** Shows what holds, and where it comes from. */
export const configCommand = ({ settings, configure }: Session): Command =>
  new Command('config')
    .description('show the settings that are set, and where each comes from; secrets are not shown')
    .option('--all', 'those that are not set as well, with what holds then', false)
    .addOption(jsonLinesOption())
    .action(({ all, ...answer }: Options) => {
      // Values that cannot be read are refused before any is shown.
      configure();
      const found = settings();
      remark(`Configuration file: ${found.file ?? 'none'}`);
      const shown = shownSettings(found, SECRET_SETTINGS).filter(({ source }) => all || source !== 'default');
      tellEach(answer, shown, { lineOf, jsonOf: (setting) => setting });
    });
