// Finds the sections of RFCs that a text cites, and knows which there are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = readFileSync(join(import.meta.dirname, 'rfc-sections.json'), 'utf8');
const listed: Readonly<Record<string, string | Readonly<Record<string, string>>>> = JSON.parse(file);

/** Titles of sections by number, by RFC; empty where only the numbers are of interest. */
export const sectionsOfRfcs: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(listed).map(([rfc, sections]) => [
    rfc,
    new Map(
      typeof sections === 'string' ? sections.split(' ').map((number) => [number, '']) : Object.entries(sections),
    ),
  ]),
);

/** A cited section and the line where the citation begins. */
export interface Citation {
  readonly rfc: string;
  readonly section: string;
  readonly line: number;
}

// "RFC 7644 section 3.3", "RFC 7643 sections 2.3 to 2.5, 7 and 8"; a citation may break over a line of a comment.
const NUMBER = String.raw`\d+(?:\.\d+)*`;
const BREAK = String.raw`(?:\s+(?:\*|\/\/)?\s*)`;
const CITATION = new RegExp(
  String.raw`RFC${BREAK}(\d{4}),?${BREAK}sections?${BREAK}(${NUMBER}(?:,?${BREAK}(?:(?:and|to|or)${BREAK})?${NUMBER})*)`,
  'gu',
);

/** Every section that a text cites. */
export const citationsIn = (text: string): readonly Citation[] =>
  [...text.matchAll(CITATION)].flatMap((match) => {
    const [, rfc = '', list = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    return (list.match(new RegExp(NUMBER, 'gu')) ?? []).map((section) => ({ rfc, section, line }));
  });
