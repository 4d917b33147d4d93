import { onMongo } from '../support/mongodb/on-mongo.ts';
import { openMongo } from '../support/storage/open-stores.ts';
import { runContract } from './run-contract.ts';

onMongo('storage contract, MongoDB', (suite) => runContract(suite, openMongo));
