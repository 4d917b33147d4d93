export { backUpDatabase, type BackupOptions } from './backup.ts';
export { type Counts, type Inspection, type Misfit } from './findings.ts';
export { inspectDatabase, inspectSchema, type InspectionOptions } from './inspection.ts';
export { MaintenanceRefused } from './maintenance-refused.ts';
export { takeServerLock, type ReleaseLock } from './server-lock.ts';
export { upgradeBackupFolder } from './upgrade-backup.ts';
export { restoreDatabase, type Restoration, type RestoreOptions } from './restore.ts';
