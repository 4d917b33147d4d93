// What a request makes SQLite and JSON do: statements that are executed, texts that are compiled, documents that are parsed.
import Database from 'better-sqlite3';

/** What was done while something was counted. */
export interface Work {
  /** Statements that were executed, by their first words; those of transactions included. */
  readonly statements: readonly string[];
  /** Texts that were compiled for the first time. */
  readonly prepared: number;
  /** Statements that SQLite compiled anew although they were prepared: it does so where a bound value has a say in the plan. */
  readonly reprepared: number;
  readonly parses: number;
}

interface Counted {
  statements: string[];
  prepared: number;
  reprepared: number;
  parses: number;
}

const EXECUTIONS: ReadonlySet<PropertyKey> = new Set(['run', 'get', 'all', 'iterate']);

type Method = (...given: readonly unknown[]) => unknown;
const isMethod = (member: unknown): member is Method => typeof member === 'function';

const VERBS: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

/** A statement by its verb and its first table, such as `INSERT activity`; others as they are. */
const nameOf = (text: string): string => {
  const words = text
    .replaceAll('(', ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [verb = ''] = words;
  if (!VERBS.has(verb)) return text;
  const tables = words.flatMap((word, index) => {
    const next = words[index + 1] ?? '';
    return ['FROM', 'INTO', 'UPDATE'].includes(word) && next !== 'SELECT' ? [next] : [];
  });
  return `${verb} ${tables[0] ?? ''}`;
};

/**
 * Begins to count on every connection that is opened from now on. `during` answers what one call did; `stop` puts everything back.
 */
export const countWork = () => {
  let counted: Counted | undefined;

  const observed = (statement: object, text: string): object =>
    new Proxy(statement, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (!isMethod(member)) return member;
        return (...given: readonly unknown[]): unknown => {
          if (EXECUTIONS.has(key)) counted?.statements.push(nameOf(text));
          const answer = Reflect.apply(member, target, given);
          return answer === target ? observed(target, text) : answer;
        };
      },
    });

  const prototype = Database.prototype as { prepare: Method };
  const { prepare } = prototype;
  prototype.prepare = function (this: unknown, ...given: readonly unknown[]) {
    if (counted !== undefined) counted.prepared += 1;
    const statement = Reflect.apply(prepare, this, given);
    return typeof statement === 'object' && statement !== null ? observed(statement, String(given[0])) : statement;
  };

  // better-sqlite3 makes a function from the names of the columns when a statement gives its first row, and again when SQLite has
  // compiled the statement anew.
  const OriginalFunction = globalThis.Function;
  globalThis.Function = new Proxy(OriginalFunction, {
    apply: (target, self, given) => {
      if (counted !== undefined) counted.reprepared += 1;
      return Reflect.apply(target, self, given) as unknown;
    },
  });
  const { parse } = JSON;
  JSON.parse = (...given) => {
    if (counted !== undefined) counted.parses += 1;
    return parse(...given) as unknown;
  };

  return {
    during: async (work: () => Promise<unknown>): Promise<Work> => {
      const current: Counted = { statements: [], prepared: 0, reprepared: 0, parses: 0 };
      counted = current;
      try {
        await work();
        return current;
      } finally {
        counted = undefined;
      }
    },
    stop: (): void => {
      prototype.prepare = prepare;
      globalThis.Function = OriginalFunction;
      JSON.parse = parse;
    },
  };
};
