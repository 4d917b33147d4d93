// Finds the ids of the record that a text cites: `OKTA-33`, `OKTA-33 to OKTA-35`, `guard 9`, `guards 1, 2 and 5`.
import { clientBehaviours, clients } from './clients.ts';
import { guards } from './guards.ts';

/** A cited id as the record spells it, such as `OKTA-33` or `guard 9`, and the line where it stands, from 1. */
export interface RecordCitation {
  readonly id: string;
  readonly line: number;
}

const BEHAVIOUR = new RegExp(String.raw`\b(?:${clients.map(({ prefix }) => prefix).join('|')})-\d+\b`, 'gu');
const GUARDS = /\b[Gg]uards? (\d+(?:(?:, | and | or | to )\d+)*)\b/gu;

const known: ReadonlySet<string> = new Set([
  ...clientBehaviours.map(({ id }) => id),
  ...guards.map(({ number }) => `guard ${number}`),
]);

/** Every id of the record that a text cites, in no order. */
export const recordCitationsIn = (text: string): readonly RecordCitation[] => {
  const lineOf = (index: number): number => text.slice(0, index).split('\n').length;
  const behaviours = [...text.matchAll(BEHAVIOUR)].map(({ 0: id, index }) => ({ id, line: lineOf(index) }));
  const numbered = [...text.matchAll(GUARDS)].flatMap(({ 1: list = '', index }) =>
    (list.match(/\d+/gu) ?? []).map((number) => ({ id: `guard ${number}`, line: lineOf(index) })),
  );
  return [...behaviours, ...numbered];
};

/** Whether the record has an id. */
export const isOnRecord = (id: string): boolean => known.has(id);
