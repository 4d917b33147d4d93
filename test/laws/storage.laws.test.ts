import { storageLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/open-stores.ts';
import { runLaws } from './run-laws.ts';

runLaws('storage laws, memory', storageLaws(openMemory));
runLaws('storage laws, SQLite', storageLaws(openQuickSqlite));
