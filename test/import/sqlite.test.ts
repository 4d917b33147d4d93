import { openSqlite } from '../support/storage/open-stores.ts';
import { importSuite } from './import-suite.ts';

importSuite('import and export, SQLite', openSqlite);
