export { checkRequired } from './required.ts';
export { checkNothingLost, replaceDocument } from './replace-document.ts';
export { diffDocuments, type AttributeChange } from './diff-documents.ts';
export { type MembershipStep } from './membership-step.ts';
export { checkLengths } from './lengths.ts';
