// What a start prints. A token that somebody supplied is never printed, a generated one to a terminal alone: what is not a
// terminal is a log, and logs are kept.
import type { App } from '../app.ts';
import type { RunningServer } from './start.ts';

const signInLinesOf = ({ secret, file }: { readonly secret: string; readonly file: string }, isTerminal: boolean) =>
  isTerminal
    ? [
        `First sign-in: ${secret}`,
        `The link sets the password of the first operator, once, within a day; it is also kept in ${file}`,
      ]
    : [`First sign-in file: ${file}`];

/** What the start of a server prints for programs: where it listens, what identity providers and people are given, its process. */
export const announcementJson = ({ url, baseUrl, consoleUrl }: RunningServer, pid: number): string =>
  JSON.stringify({ url, baseUrl, consoleUrl, pid });

/** What the start of a server prints, line by line. */
export const announcement = (
  { baseUrl, firstStart }: Pick<RunningServer, 'baseUrl' | 'firstStart'>,
  { operatorCommand }: Pick<App, 'operatorCommand'>,
  isTerminal: boolean,
): readonly string[] => {
  const address = `SCIM base URL: ${baseUrl}`;
  switch (firstStart.kind) {
    case 'none':
      return [address];
    case 'empty':
      return [address, `There is no organisation yet. Add one by: ${operatorCommand} organisation add NAME`];
    case 'demo-with-given-token':
      return [
        address,
        `The organisation demo was created, with the token of LOOOP_SCIM_TOKEN${firstStart.hasKey ? ' and the platform key of LOOOP_SCIM_PLATFORM_KEY' : ''}.`,
      ];
    case 'demo': {
      const { token, file, key, signIn } = firstStart;
      const signInLines = signIn === undefined ? [] : signInLinesOf(signIn, isTerminal);
      const keyLines =
        key === undefined ? [] : [isTerminal ? `Platform key: ${key.secret}` : `Platform key file: ${key.file}`];
      return isTerminal
        ? [
            address,
            `Token: ${token}`,
            `The token of the organisation demo; it is also kept in ${file}`,
            ...keyLines,
            ...(key === undefined ? [] : [`The platform key of the organisation demo; it is also kept in ${key.file}`]),
            ...signInLines,
          ]
        : [address, `Token file: ${file}`, ...keyLines, ...signInLines];
    }
  }
};
