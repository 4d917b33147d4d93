import { tenancyLaws } from '@looop-scim/laws';
import { openMemory, openQuickSqlite } from '../support/storage/open-stores.ts';
import { runLaws } from '../support/run/run-laws.ts';

// Storages share the laws: each is tried on a part of the cases.
runLaws('tenancy laws, memory', tenancyLaws(openMemory), 0.25);
runLaws('tenancy laws, SQLite', tenancyLaws(openQuickSqlite), 0.5);
