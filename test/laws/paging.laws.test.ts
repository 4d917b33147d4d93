import { pagingLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('lists', pagingLaws);
