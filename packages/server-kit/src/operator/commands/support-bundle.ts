// support-bundle
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Command } from 'commander';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { sizeText } from '../columns.ts';
import { remark, type Session } from '../session.ts';
import { bundleOf } from '../support/bundle.ts';

interface Options extends AnswerOptions {
  readonly log?: string;
}

const FOLDER = 'looop-scim-support';

/** The name of a bundle that nobody named, with the time in UTC. */
const fileNameAt = (now: number): string =>
  `${FOLDER}-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}.tar.gz`;

/** Puts together what support needs and may see. */
export const supportBundleCommand = (session: Session): Command =>
  new Command('support-bundle')
    .argument('[file]', 'a new file, for its owner alone (default: looop-scim-support-TIME.tar.gz)')
    .description(
      'collect configuration, check, versions, numbers and the last activity in an archive that may be shared: it has no secrets, no ' +
        'names and no values of people; when the store or the configuration cannot be read, it has everything else',
    )
    .option('--log <file>', "lines of this file of the server's log as well, without paths and values")
    .addOption(jsonOption())
    .action(async (file: string | undefined, { log, ...answer }: Options) => {
      const now = new Date();
      const target = resolve(file ?? fileNameAt(now.getTime()));
      const { files, withoutStore } = await bundleOf(session, log);
      if (withoutStore !== undefined) remark(`Warning: it has no numbers and no activity. ${withoutStore}`);
      const { packTar } = await import('modern-tar');
      const archive = await packTar(
        files.map(({ name, text }) => {
          const body = Buffer.from(text);
          return { header: { name: `${FOLDER}/${name}`, size: body.length, mode: 0o600, mtime: now }, body };
        }),
      );
      const packed = await promisify(gzip)(archive);
      writeFileSync(target, packed, { mode: 0o600, flag: 'wx' });
      const names = files.map(({ name }) => name);
      tell(answer, [`Bundle: ${target}, ${sizeText(packed.length)}`, `It has: ${names.join(', ')}`], {
        file: target,
        bytes: packed.length,
        files: names,
      });
    });
