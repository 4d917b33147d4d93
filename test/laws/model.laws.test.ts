import { modelLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('model laws, memory', modelLaws(openMemory));
runLaws('model laws, SQLite', modelLaws(openQuickSqlite));
