import { coreFilterEngine, coreFilterLaws, filterLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('filters', filterLaws(coreFilterEngine, { openReadings: true }));
runLaws('filters that nobody reads in two ways', filterLaws(coreFilterEngine), 0.2);
runLaws('filters of the core', coreFilterLaws);
