// Run before each test file: properties that name no seed draw the cases of the run's, so that every run can be repeated.
import fc from 'fast-check';
import { effort } from './run-laws.ts';

fc.configureGlobal({ seed: effort.seed });
