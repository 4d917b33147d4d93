import { explainLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('explanations, memory', explainLaws(openMemory));
runLaws('explanations, SQLite', explainLaws(openQuickSqlite));
