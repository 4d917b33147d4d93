import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo } from '../support/storage/open-stores.ts';
import { importSuite } from './import-suite.ts';

onMongo('import and export, MongoDB', (suite) => importSuite(suite, openMongo));
