import { openMemory } from '../support/storage/open-stores.ts';
import { runContract } from './run-contract.ts';

runContract('storage contract, memory', openMemory);
