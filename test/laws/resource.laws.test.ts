import { resourceLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('documents', resourceLaws);
