import { spellingLaws } from '@looop-scim/laws';
import { runLaws } from '../support/run/run-laws.ts';

runLaws('spelling of names', spellingLaws);
