// The form of the `detail` of an error: whole sentences for the administrator who reads them in the identity provider.

/** Longest detail, with the id of a request behind it. */
const LONGEST = 1100;

/** What comes out when a fact that is missing is put into a sentence all the same. */
const ARTEFACTS = ['undefined', '[object', 'NaN', 'null, not', '"none"', 'list of 0', '  ', ' .', '..', ' ,', ': .'];

/** Words by which a sentence tells what must hold, what to do, or where the fault is. */
const GUIDES = [
  ...[
    'must',
    'cannot',
    'Use',
    'Send',
    'Write',
    'Did you mean',
    'Map',
    'Remove',
    'Leave',
    'Read',
    'Try',
    'Have',
    'Start',
  ],
  ...[
    'Choose',
    'Correct',
    'Enter',
    'Check',
    'Narrow',
    'Link',
    'Look',
    'See',
    'enter',
    'copy',
    'ask',
    'leave',
    'send',
    'must',
  ],
  'at character',
];

const isControl = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || (code >= 127 && code < 160) || (code >= 0x202a && code <= 0x202e);
};

/** What is wrong with a detail whatever a client sent: its end, its length, characters that a log cannot show. */
export const faultsOfText = (detail: string): readonly string[] => [
  ...(detail.endsWith('.') ? [] : ['does not end with a full stop']),
  ...(detail.length <= LONGEST ? [] : ['is too long']),
  ...(detail.isWellFormed() ? [] : ['has half of a surrogate pair']),
  ...(Array.from(detail).some(isControl) ? ['has a control character'] : []),
];

/** What is wrong with a detail in the library's own words, such as that of a summary. */
export const faultsOfDetail = (detail: string): readonly string[] => {
  const text = detail.replaceAll('"..."', '"x"');
  const sentences = text.endsWith('...') ? text.slice(0, -2) : text;
  return [
    ...faultsOfText(detail),
    ...ARTEFACTS.filter((artefact) => sentences.includes(artefact)).map(
      (artefact) => `has ${JSON.stringify(artefact)}`,
    ),
    ...(GUIDES.some((guide) => detail.includes(guide)) ? [] : ['says neither where nor what to do']),
  ];
};
