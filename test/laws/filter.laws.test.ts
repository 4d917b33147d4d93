import { filterLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('filters', filterLaws);
