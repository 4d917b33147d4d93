export { readDocument, type ReadDocument } from './read-document.ts';
export { readMemberIds } from './read-members.ts';
export { readElement, readValue, type ReadValue } from './read-value.ts';
