// Statements of a connection, and the rows that they answer.
import type { Connection } from '../../src/connection.ts';

/** Counts statements, and what they answered: rows of all(), one of get(). */
export const counting = (connection: Connection) => {
  const work = { statements: 0, rows: 0 };
  const countIn = (statement: object): object =>
    new Proxy(statement, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const answer: unknown = Reflect.apply(member, target, args);
          if (answer === target) return countIn(target);
          if (key === 'all' || key === 'get' || key === 'run') work.statements += 1;
          if (key === 'all' && Array.isArray(answer)) work.rows += answer.length;
          if (key === 'get' && answer !== undefined) work.rows += 1;
          if (key === 'iterate') throw new Error('rows that are iterated are not counted');
          return answer;
        };
      },
    });
  const counted = new Proxy(connection, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, args);
        return key === 'prepare' && typeof answer === 'object' && answer !== null ? countIn(answer) : answer;
      };
    },
  });
  return { counted, work };
};
