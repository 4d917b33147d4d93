// Mutants that survive where each has to be explained, each with the reason why no test can tell it from the code.

/** Mutants that begin in one line of code, and why they may live. */
export interface Explanation {
  readonly file: string;
  /** The line as it stands in the file, without indentation. */
  readonly line: string;
  /** What is made of what: `before -> after`. */
  readonly mutants: readonly string[];
  readonly reason: string;
}

/** By file, in the order of the lines. */
export const SURVIVORS: readonly Explanation[] = [
  {
    file: 'packages/scim/src/filter/filter-check.ts',
    line: "const word = coerceBooleans && typeof literal === 'string' ? literal.toLowerCase() : '';",
    mutants: ['\'\' -> "Stryker was here!"'],
    reason: 'Any text that is neither true nor false does.',
  },
  {
    file: 'packages/scim/src/filter/filter-cursor.ts',
    line: "const NO_TOKEN: FilterToken = { kind: 'end', text: '', start: 0, end: 0 };",
    mutants: ["{ kind: 'end', text: '', start: 0, end: 0 } -> {}", '\'end\' -> ""', '\'\' -> "Stryker was here!"'],
    reason:
      'Stands behind the last token and before the first one. The only look behind the last one asks whether a parenthesis follows the word not, which only the kind `(` answers with yes; nothing looks before the first one.',
  },
  {
    file: 'packages/scim/src/filter/filter-lexer.ts',
    line: 'while (index < text.length) {',
    mutants: ['index < text.length -> index <= text.length'],
    reason: 'One round more meets NaN, which is neither a quotation mark nor a control character nor a backslash.',
  },
  {
    file: 'packages/scim/src/filter/filter-parser.ts',
    line: 'options: FilterOptions = { bareValues: false },',
    mutants: ['{ bareValues: false } -> {}'],
    reason: 'A missing option is as false as one that is false.',
  },
  {
    file: 'packages/scim/src/filter/value-path-parser.ts',
    line: 'options: FilterOptions = { bareValues: false },',
    mutants: ['{ bareValues: false } -> {}'],
    reason: 'A missing option is as false as one that is false.',
  },
  {
    file: 'packages/scim/src/patch/update-attribute.ts',
    line: 'node.parent === undefined || node.parent === ancestor ? [node] : [...chainTo(node.parent, ancestor), node];',
    mutants: ['node.parent === undefined -> false'],
    reason:
      'A chain from the top has no ancestor, so that the second half asks the same; the first one is there for the type.',
  },
  {
    file: 'adapters/storage-sqlite/src/write-queue.ts',
    line: "super('The transaction is lost', { cause });",
    mutants: ['\'The transaction is lost\' -> ""'],
    reason: 'Nobody sees it: who catches it goes on with its cause.',
  },
  {
    file: 'adapters/storage-sqlite/src/write-queue.ts',
    line: 'statements.release.run();',
    mutants: ['statements.release.run(); -> ;'],
    reason:
      'A savepoint that was undone holds nothing, and goes with the transaction at the latest; it is released at once so that those of a transaction do not pile up.',
  },
  {
    file: 'packages/provisioning/src/use-cases/refusals.ts',
    line: "const existingId = failure._tag === 'Uniqueness' ? failure.holder?.id : undefined;",
    mutants: ["failure._tag === 'Uniqueness' -> true"],
    reason: 'No other failure has a holder; the question is there for the type.',
  },
  {
    file: 'adapters/http-scim/src/tenant.ts',
    line: "const separated = text.length === scheme.length || text[scheme.length]?.trim() === '';",
    mutants: ['text[scheme.length]?.trim -> text[scheme.length].trim'],
    reason: 'A text that begins with the scheme and is no longer was asked for before.',
  },
  {
    file: 'adapters/http-scim/src/tenant.ts',
    line: 'const form = token === undefined ? undefined : formOf(token);',
    mutants: ['token === undefined -> false'],
    reason: 'Without a token the problem is that it is missing, never that it is not valid.',
  },
  {
    file: 'adapters/http-scim/src/tenant.ts',
    line: "return form === undefined ? failure : new Unauthorized({ problem: 'invalid', form });",
    mutants: ['form === undefined -> false'],
    reason: 'A form that is undefined is as good as none.',
  },
  {
    file: 'adapters/http-scim/src/tenant.ts',
    line: 'if (request.scim === null) throw new EndpointNotFound({ path: request.url });',
    mutants: ['{ path: request.url } -> {}', 'request.scim === null -> false'],
    reason:
      'Whoever has no token comes to no route that asks for the organisation; the question is there for the type.',
  },
];
