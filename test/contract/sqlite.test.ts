import { openSqlite } from '../support/open-stores.ts';
import { runContract } from './run-contract.ts';

runContract('storage contract, SQLite', openSqlite);
