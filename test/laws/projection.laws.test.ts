import { projectionLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('projection', projectionLaws);
