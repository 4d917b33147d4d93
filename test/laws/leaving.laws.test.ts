import { afterAll } from 'vitest';
import { leavingLaws } from '../support/laws/leaving.ts';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

const [memory, sqlite] = [leavingLaws(openMemory), leavingLaws(openQuickSqlite)];
afterAll(async () => {
  await memory.close();
  await sqlite.close();
});

runLaws('laws of leaving, memory', memory.laws, 0.3);
runLaws('laws of leaving, SQLite', sqlite.laws, 0.05);
