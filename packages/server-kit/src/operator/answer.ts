// How commands answer: lines for people, or JSON for programs.
import { Option } from 'commander';
import { printable } from '@looop-scim/provisioning/activity';
import { print } from './session.ts';

/** Options of a command that answers in both forms. */
export interface AnswerOptions {
  readonly json?: boolean;
}

/** The option for the form of programs. */
export const jsonOption = (text = 'one JSON object'): Option => new Option('--json', text);

/** The same for lists. */
export const jsonLinesOption = (): Option => jsonOption('one JSON object a line');

/** JSON in one line. What steers a terminal is escaped, and JSON stays JSON. */
export const jsonText = (value: object): string => printable(JSON.stringify(value));

/** A time in the form of programs; absent where there is none. */
export const isoOf = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();

/** Prints an answer in the form that was asked for. */
export const tell = ({ json }: AnswerOptions, lines: readonly string[], object: object): void => {
  if (json === true) print(jsonText(object));
  else print(...lines);
};

/** How an entry of a list is printed. */
export interface EntryForms<Item> {
  readonly lineOf: (item: Item) => string;
  readonly jsonOf: (item: Item) => object;
}

/** An entry of a list in the form that was asked for. */
export const entryText = <Item>({ json }: AnswerOptions, { lineOf, jsonOf }: EntryForms<Item>, item: Item): string =>
  json === true ? jsonText(jsonOf(item)) : lineOf(item);

/** Prints a list in the form that was asked for; nothing when it is empty. */
export const tellEach = <Item>(options: AnswerOptions, items: readonly Item[], forms: EntryForms<Item>): void => {
  if (items.length > 0) print(...items.map((item) => entryText(options, forms, item)));
};
