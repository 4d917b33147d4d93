import { openMemory } from '../support/open-stores.ts';
import { runContract } from './run-contract.ts';

runContract('storage contract, memory', openMemory);
