import { walkLaws } from '@looop-scim/laws';
import { runLaws } from './run-laws.ts';

runLaws('walks by cursor', walkLaws);
