// The roles as a choice.
import { text } from '../../text/en.ts';

export const ROLES = (['administrator', 'viewer'] as const).map((value) => ({ value, label: text.team.roles[value] }));
