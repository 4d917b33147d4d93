// Records as they are read back from a storage, those of older versions included.
import type { ActivityRecord, Caller } from './activity-record.ts';

/** A record as any version has stored it: the first ones called the fingerprint of a token its handle. */
type StoredRecord = Omit<ActivityRecord, 'caller'> & {
  readonly caller: Partial<Caller> & { readonly tokenHandle?: string };
};

/** The record of a JSON text that a storage adapter has written, in whichever version. */
export const decodeActivity = (text: string): ActivityRecord => {
  const { caller, ...record } = JSON.parse(text) as StoredRecord;
  return {
    ...record,
    caller: {
      tokenFingerprint: caller.tokenFingerprint ?? caller.tokenHandle ?? '',
      requestId: caller.requestId ?? '',
    },
  };
};
