import { modelLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/open-stores.ts';
import { runLaws } from './run-laws.ts';

runLaws('model laws, memory', modelLaws(openMemory));
runLaws('model laws, SQLite', modelLaws(openQuickSqlite));
