import { tenancyLaws } from '@looop-scim/laws';
import { openMemory, openSqlite } from '../support/open-stores.ts';
import { runLaws } from './run-laws.ts';

runLaws('tenancy laws, memory', tenancyLaws(openMemory));
runLaws('tenancy laws, SQLite', tenancyLaws(openSqlite));
