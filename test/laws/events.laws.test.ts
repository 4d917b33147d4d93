import { eventLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('event laws, memory', eventLaws(openMemory));
runLaws('event laws, SQLite', eventLaws(openQuickSqlite));
