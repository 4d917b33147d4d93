// What a line does to a resource, or to the directory that has no such resource: the decision without any storage.
import * as Result from 'effect/Result';
import type { Complex } from '@looop-scim/scim/attribute';
import type { ScimFailure } from '@looop-scim/scim/errors';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import { errorMessage } from '@looop-scim/scim/message';
import { readDocument } from '@looop-scim/scim/read';
import type { ResourceType } from '@looop-scim/scim/schema';
import { checkLengths, checkRequired, diffDocuments, type AttributeChange } from '@looop-scim/scim/write';
import { withDefaults, withFormattedName, withoutSecrets } from '../rules/resource-rules.ts';
import { applyLine, unfulfilled, type LineFault, type LineOptions } from './apply-line.ts';
import type { Column } from './bind-columns.ts';
import type { Cells } from './cell.ts';

/** What a line does to the document of a resource. */
export interface LinePlan {
  readonly kind: 'create' | 'change' | 'unchanged';
  /** As it will be. */
  readonly document: Complex;
  readonly changes: readonly AttributeChange[];
}

/** What lines are planned with. */
export interface PlanContext extends LineOptions {
  readonly type: ResourceType;
  readonly policy: InteropPolicy;
}

/** A failure of the protocol as the fault of a line. */
export const faultOf = (failure: ScimFailure): LineFault => ({ reason: errorMessage(failure).body.detail });

/** A document as the body of a request. */
export const bodyOf = (type: ResourceType, document: Complex): Complex => ({
  schemas: [type.definition.schema, ...type.extensions.flatMap(({ path }) => (path in document ? [path] : []))],
  ...document,
});

/** The document of a new resource, by the rules of a creation. */
const asCreated = ({ type, policy }: PlanContext, document: Complex): Result.Result<Complex, LineFault> =>
  Result.mapError(
    Result.gen(function* () {
      const read = yield* readDocument(type, bodyOf(type, document), policy);
      yield* checkRequired(type, read.document, read.ignored);
      return withDefaults(type, withoutSecrets(type, read.document));
    }),
    faultOf,
  );

/** The document after a change, by the rules of a change. */
const asChanged = ({ type }: PlanContext, before: Complex, document: Complex): Result.Result<Complex, LineFault> =>
  Result.mapError(
    Result.map(checkRequired(type, document), () => withFormattedName(before, withoutSecrets(type, document))),
    faultOf,
  );

/**
 * Plans a line. `current` is the document that it is about, undefined when there is none. What it answers has, in every column
 * of the line, the value of the line.
 */
export const planLine = (
  context: PlanContext,
  columns: readonly Column[],
  cells: Cells,
  current: Complex | undefined,
): Result.Result<LinePlan, LineFault> =>
  Result.gen(function* () {
    const { type } = context;
    const before = current ?? {};
    const applied = yield* applyLine(columns, cells, before, context);
    if (current !== undefined && diffDocuments(type, current, applied).length === 0) {
      return { kind: 'unchanged', document: current, changes: [] };
    }
    const document = yield* current === undefined ? asCreated(context, applied) : asChanged(context, current, applied);
    const fault = unfulfilled(columns, cells, document, context);
    if (fault !== undefined) return yield* Result.fail(fault);
    yield* Result.mapError(checkLengths(type, before, document), faultOf);
    const changes = diffDocuments(type, before, document);
    if (current === undefined) return { kind: 'create', document, changes };
    return { kind: changes.length === 0 ? 'unchanged' : 'change', document, changes };
  });
