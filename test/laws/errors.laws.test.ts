import { errorLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('errors', errorLaws);
