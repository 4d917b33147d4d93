import { openSqlite } from '../support/storage/open-stores.ts';
import { runContract } from './run-contract.ts';

runContract('storage contract, SQLite', openSqlite);
