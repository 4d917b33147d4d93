// What callers see of the file under a storage. These types name none of the driver, whose types nobody else has.
import type { FileIdentity } from './open-file.ts';

/** What is to be told to whoever runs the storage, as it happens. Messages are for operators. */
export type StorageNotice =
  | { readonly kind: 'upgrading' | 'backed up'; readonly message: string }
  | { readonly kind: 'moved' | 'damaged' | 'found again'; readonly message: string }
  | { readonly kind: 'not checkpointed'; readonly message: string; readonly cause: unknown };

/** An open database file, for other threads of the process: they open the same one, and share what is found out about it. */
export interface SharedFile {
  readonly identity: FileIdentity;
  /** Two 32-bit integers: 1 once damage was found; 1 while the file is elsewhere and its WAL file was emptied. */
  readonly state: SharedArrayBuffer;
}
