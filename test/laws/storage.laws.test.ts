import { storageLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('storage laws, memory', storageLaws(openMemory));
runLaws('storage laws, SQLite', storageLaws(openQuickSqlite));
