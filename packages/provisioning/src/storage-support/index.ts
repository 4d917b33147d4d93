export { indexCandidates } from './index-candidates.ts';
export { LOOKUP_ATTRIBUTES, lookupNodes, textsAt } from './lookup-attributes.ts';
export { makePageMeter, PAGE_CHARACTERS } from './page-meter.ts';
