// The line with which a command or a server ends that could not do what it was asked to.
import { printable } from '@looop-scim/provisioning/activity';

/** Whether a command line asks for JSON, wherever it does: commands that cannot be read are refused in JSON, too. */
export const asksForJson = (args: readonly string[]): boolean => args.includes('--json');

/** What is written of a failure: its text, or `{"error": text}` for programs, in one line. */
export const failureLine = (text: string, json: boolean): string =>
  json ? printable(JSON.stringify({ error: text })) : text;
