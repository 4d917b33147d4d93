import { tenancyLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('tenancy laws, memory', tenancyLaws(openMemory));
runLaws('tenancy laws, SQLite', tenancyLaws(openQuickSqlite));
