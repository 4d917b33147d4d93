import { ownAttributeLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';
import { openShipped } from '../support/storage/open-shipped.ts';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';

runLaws('own attributes, memory', ownAttributeLaws(openMemory, openShipped));
runLaws('own attributes, SQLite', ownAttributeLaws(openQuickSqlite, openShipped));
