// operator mapping impact
import type { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { printable } from '@looop-scim/provisioning/activity';
import type { ImpactReport } from '@looop-scim/provisioning/directory';
import { named, organisationCommand } from '../about-organisation.ts';
import { countOf } from '../columns.ts';
import { makeProgress } from '../directory-file/progress.ts';
import { readJsonFile } from '../mapping-file.ts';
import { print, type Session } from '../session.ts';

const reportLines = ({ people, changed, fields, examples }: ImpactReport): readonly string[] => [
  `${countOf(changed, 'profile')} of ${people} would be another one`,
  ...Object.entries(fields).map(([field, count]) => `  ${field}: ${count}`),
  ...(examples.length === 0 ? [] : [examples.length < changed ? `The first ${examples.length}:` : 'These are:']),
  ...examples.map(
    ({ userName, difference }) =>
      `  ${userName}: ${difference.map(({ field, before, after }) => `${field} ${JSON.stringify(before ?? null)} becomes ${JSON.stringify(after ?? null)}`).join(', ')}`,
  ),
];

/** Says how many profiles a set would change. Nothing is saved; whoever interrupts it stops it. */
export const mappingImpactCommand = (session: Session): Command =>
  organisationCommand(session, 'impact')
    .argument('<file>', 'a mapping set in its JSON form; - is standard input')
    .description('count the users whose profile a mapping set would change, by field, with examples; nothing is saved')
    .option('--json', 'one JSON object')
    .action(
      named(session, async (name, file: string, { json }: { readonly json?: boolean }) => {
        const set = await readJsonFile(file);
        const report = await session.work(async ({ administration, jobsOf }) => {
          const organisation = await Effect.runPromise(administration.organisation(name));
          const { beginImpact } = await Effect.runPromise(jobsOf(organisation));
          const impact = await Effect.runPromise(beginImpact(set));
          const progress = makeProgress(process.stderr.isTTY);
          for (;;) {
            const { report: found, isDone } = await Effect.runPromise(impact.step());
            progress.tell(() => `${found.changed} of ${countOf(found.people, 'user')}`);
            if (!isDone) continue;
            progress.end();
            return found;
          }
        });
        print(...(json === true ? [JSON.stringify(report)] : reportLines(report)).map(printable));
      }),
    );
