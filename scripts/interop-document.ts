// docs/interop.md: the leniencies, and what each profile answers to what the profiles disagree about.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_RULES, PROFILE_NAMES, type ProfileName } from '../packages/scim/src/interop/index.ts';
import { ROOT } from './tracked-files.ts';

interface Case {
  readonly title: string;
  readonly source: string;
  readonly answers: Readonly<Record<ProfileName, { readonly status: number; readonly scimType?: string }>>;
}

const CASES = join(ROOT, 'test/profiles/cases');

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

const leniencies = (): readonly string[] =>
  Object.entries(POLICY_RULES).map(([name, { summary, clients, profiles, fixture }]) => {
    const marks = PROFILE_NAMES.map((profile) => ((profiles as readonly string[]).includes(profile) ? 'on' : 'off'));
    return row(
      `\`${name}\``,
      summary,
      clients.join(', '),
      `[${fixture}](../test/profiles/cases/${fixture}.json)`,
      ...marks,
    );
  });

const cases = (): readonly string[] =>
  readdirSync(CASES).map((file) => {
    const { title, source, answers }: Case = JSON.parse(readFileSync(join(CASES, file), 'utf8'));
    const shown = PROFILE_NAMES.map((profile) => {
      const { status, scimType } = answers[profile];
      return scimType === undefined ? String(status) : `${status} ${scimType}`;
    });
    return row(`[${title}](../test/profiles/cases/${file})`, source, ...shown);
  });

/** The text of docs/interop.md. */
export const interopDocument = (): string => `# Interop policy

An organisation is served by a policy: a set of named leniencies, each on or off. A profile is a policy with a name: \`interop\` (the default) makes what identity providers really send work, \`strict\` is the letter of the RFCs, \`zollner-02\` is the interoperability draft draft-zollner-scim-interop-profile-02, under which \`/ServiceProviderConfig\` says \`interopProfileConformant: true\`. The operator sets both:

\`\`\`sh
npx -y pnpm@12.21.0 operator organisation profile acme --profile strict
npx -y pnpm@12.21.0 operator organisation leniency acme coerceBooleans on
\`\`\`

This file is written by \`npx -y pnpm@12.21.0 generated:write\` from [packages/scim/src/interop/policy-rules.ts](../packages/scim/src/interop/policy-rules.ts) and the cases below.

## Leniencies

${table(['Name', 'What it does', 'Who needs it', 'Fixture', ...PROFILE_NAMES], leniencies())}

## What the profiles answer

Each case is sent to a server of each profile by \`test/profiles/profiles.test.ts\`, which also switches each leniency off alone and sees its fixture answered otherwise.

${table(['Case', 'Who, and what the texts say', ...PROFILE_NAMES], cases())}
`;
