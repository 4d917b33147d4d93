// What a person reads. Every line goes through one sink that knows the token, so it cannot be printed by accident.
import pc from 'picocolors';
import type { CleanUp } from './clean-up.ts';
import type { Finding } from './expectations/expectation.ts';

/** A step with its outcome. */
export interface StepResult {
  /** Method and path as a person reads them. */
  readonly title: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly milliseconds: number;
  /** What the answer means for the administrator; shown when nothing was found wrong. */
  readonly means: string;
  readonly findings: readonly Finding[];
}

/** The printed course of a day. */
export interface Report {
  readonly heading: (title: string, explanation: string) => void;
  readonly step: (result: StepResult) => void;
  /** Lines of a transcript or a curl command, as they are. */
  readonly lines: (lines: readonly string[]) => void;
  readonly stopped: (reason: string) => void;
  /** Something worth knowing that Okta can live with; repeated once, at the end. */
  readonly remark: (sentence: string) => void;
  readonly cleanedUp: (outcome: CleanUp) => void;
  readonly summary: () => void;
  /** Number of steps so far. */
  readonly steps: () => number;
  /** Number of steps so far whose answer was not what Okta needs. */
  readonly failed: () => number;
}

/** Where and how a report is printed. */
export interface ReportSettings {
  readonly write: (text: string) => void;
  readonly colour: boolean;
  readonly token: string;
}

type Colors = ReturnType<typeof pc.createColors>;

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const took = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;

/** Makes a report that prints as the day goes on. */
export const makeReport = (settings: ReportSettings): Report => {
  const colours = pc.createColors(settings.colour);
  const results: StepResult[] = [];
  const remarks = new Set<string>();
  let stops = 0;
  const print = (line: string): void => {
    settings.write(`${settings.token === '' ? line : line.replaceAll(settings.token, '(the token)')}\n`);
  };
  const printFinding = ({ okta, needs, came, advice }: Finding): void => {
    print(`    ${colours.bold('Okta needs')}  ${needs} (${okta})`);
    print(`    ${colours.bold('it got')}      ${came}`);
    print(`    ${colours.bold('to do')}       ${advice}`);
  };
  return {
    heading: (title, explanation) => {
      print('');
      print(`${colours.bold(title)}  ${colours.dim(explanation)}`);
    },
    step: (result) => {
      results.push(result);
      const good = result.findings.length === 0;
      const mark = good ? colours.green('✓') : colours.red('✗');
      const status = result.status === 0 ? 'no answer' : String(result.status);
      print(
        `  ${mark} ${result.title}  ${good ? status : colours.red(status)}  ${colours.dim(took(result.milliseconds))}`,
      );
      if (good) print(`    ${colours.dim(result.means)}`);
      else result.findings.forEach(printFinding);
    },
    lines: (lines) => lines.forEach((line) => print(`    ${colours.dim(line)}`)),
    stopped: (reason) => {
      stops += 1;
      print(`  ${colours.red('✗')} ${reason}`);
    },
    remark: (sentence) => {
      remarks.add(sentence);
    },
    cleanedUp: (outcome) => printCleanUp(outcome, print, colours),
    summary: () => {
      if (remarks.size > 0) print('');
      for (const remark of remarks) print(`${colours.yellow('!')} ${remark}`);
      print('');
      summaryLines(results, stops, colours).forEach(print);
    },
    steps: () => results.length,
    failed: () => results.filter(({ findings }) => findings.length > 0).length + stops,
  };
};

const printCleanUp = (outcome: CleanUp, print: (line: string) => void, colours: Colors): void => {
  print('');
  const { users, groups, leftBehind } = outcome;
  if (users + groups > 0)
    print(`Cleaned up: ${countOf(users, 'user')} and ${countOf(groups, 'group')} of this run were deleted.`);
  else if (leftBehind.length === 0) print('Nothing to clean up: this run left nothing behind.');
  if (leftBehind.length > 0) print(colours.red('Left behind, please delete by hand:'));
  for (const left of leftBehind) print(`  ${left}`);
};

const summaryLines = (results: readonly StepResult[], stops: number, colours: Colors): readonly string[] => {
  const bad = results.filter(({ findings }) => findings.length > 0);
  const total = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const counts = `${countOf(results.length, 'step')}: ${results.length - bad.length} passed, ${bad.length} failed, ${(total / 1000).toFixed(2)} s of waiting`;
  const slowest = results.toSorted((one, other) => other.milliseconds - one.milliseconds).slice(0, 1);
  const lines = [counts, ...slowest.map(({ title, milliseconds }) => `slowest: ${title}, ${took(milliseconds)}`)];
  for (const { title, findings } of bad)
    lines.push(colours.red(`  ✗ ${title}  ${findings.map(({ okta }) => okta).join(', ')}`));
  if (bad.length > 0)
    lines.push(colours.red(`${countOf(bad.length, 'answer')} ${bad.length === 1 ? 'is' : 'are'} not what Okta needs.`));
  else if (stops > 0) lines.push(colours.red('The day was not played to its end.'));
  else lines.push(colours.green('Every answer is what Okta needs.'));
  return lines;
};
