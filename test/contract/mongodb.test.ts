import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openTidiedMongo } from '../support/open-stores.ts';
import { runContract } from './run-contract.ts';

onMongo('storage contract, MongoDB', (suite) => runContract(suite, openTidiedMongo));
