import { tenancyLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/open-stores.ts';
import { runLaws } from './run-laws.ts';

runLaws('tenancy laws, memory', tenancyLaws(openMemory));
runLaws('tenancy laws, SQLite', tenancyLaws(openQuickSqlite));
