export { checkRequired } from './required.ts';
export { replaceDocument } from './replace-document.ts';
export { diffDocuments, type AttributeChange } from './diff-documents.ts';
export { type MembershipStep } from './membership-step.ts';
