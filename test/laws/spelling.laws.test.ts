import { spellingLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('spelling of names', spellingLaws);
