// Which settings of an import go together, whoever asks for it.
import type { ImportSettings } from '../ports/inbound/directory-import.ts';

/** The attribute by which lines find their resource unless another one is asked for. */
export const defaultMatch = (of: ImportSettings['of']): ImportSettings['match'] =>
  of === 'users' ? 'userName' : 'displayName';

/** What an import is asked for, as far as it may not go together. */
export interface AskedImport extends Pick<ImportSettings, 'of' | 'match'> {
  readonly deactivateMissing: boolean;
}

/** A setting that does not go with the others, and why. */
export interface SettingFault {
  readonly setting: 'match' | 'deactivateMissing';
  readonly reason: string;
}

/** The first setting that does not go with the others; undefined when all do. */
export const settingFault = ({ of, match, deactivateMissing }: AskedImport): SettingFault | undefined => {
  if (of === 'groups' && match === 'userName') return { setting: 'match', reason: 'Groups have no userName' };
  if (of === 'users' && match === 'displayName') {
    return { setting: 'match', reason: 'People are not matched by displayName' };
  }
  return of === 'groups' && deactivateMissing
    ? { setting: 'deactivateMissing', reason: 'Groups cannot be deactivated' }
    : undefined;
};
