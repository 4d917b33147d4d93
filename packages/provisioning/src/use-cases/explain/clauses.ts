// The parts of the standards that a request is judged by.
import type { ScimFailure } from '@looop-scim/scim/errors';
import type { Clause, ExplainedOperation } from '../../ports/inbound/explanation.ts';
import type { DryRequest } from './dry-run.ts';

const of7644 = (section: string, about: string): Clause => ({ document: 'RFC 7644', section, about });
const of7643 = (section: string, about: string): Clause => ({ document: 'RFC 7643', section, about });

const OPERATIONS: Readonly<Record<DryRequest['operation'], Clause>> = {
  create: of7644('3.3', 'Creating a resource'),
  replace: of7644('3.5.1', 'Replacing a resource with PUT'),
  patch: of7644('3.5.2', 'Changing a resource with PATCH'),
  delete: of7644('3.6', 'Deleting a resource'),
};

const PATCH_OPERATIONS: ReadonlyMap<string, Clause> = new Map([
  ['add', of7644('3.5.2.1', 'The operation add')],
  ['remove', of7644('3.5.2.2', 'The operation remove')],
  ['replace', of7644('3.5.2.3', 'The operation replace')],
]);

const ERRORS = of7644('3.12', 'Errors and their keywords');

const FAILURES: Partial<Readonly<Record<ScimFailure['_tag'], readonly Clause[]>>> = {
  InvalidFilter: [of7644('3.4.2.2', 'Filters'), ERRORS],
  InvalidPath: [of7644('3.5.2', 'Paths of operations'), ERRORS],
  NoTarget: [of7644('3.5.2', 'Paths that select nothing'), ERRORS],
  Mutability: [of7643('2.2', 'What may be changed'), ERRORS],
  Uniqueness: [of7643('7', 'Unique values'), ERRORS],
  InvalidValue: [of7643('2.1', 'Values and their types'), ERRORS],
  PreconditionFailed: [of7644('3.14', 'Versions of resources')],
  EndpointNotFound: [of7644('3.2', 'Endpoints')],
};

/** What the request and its outcome are judged by, the most special first. */
export const clausesOf = (
  operation: DryRequest['operation'] | undefined,
  operations: readonly ExplainedOperation[],
  failure: ScimFailure | undefined,
): readonly Clause[] => {
  const ofFailure = failure === undefined ? [] : (FAILURES[failure._tag] ?? [ERRORS]);
  const ofOperations = [...new Set(operations.map(({ op }) => op))].flatMap((op) => PATCH_OPERATIONS.get(op) ?? []);
  return [...ofFailure, ...ofOperations, ...(operation === undefined ? [] : [OPERATIONS[operation]])];
};
