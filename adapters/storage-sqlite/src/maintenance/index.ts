export { backUpDatabase, type BackupOptions } from './backup.ts';
export { type Counts } from './counts.ts';
export { inspectDatabase, type Inspection, type InspectionOptions, type Misfit } from './inspection.ts';
export { MaintenanceRefused } from './maintenance-refused.ts';
export { restoreDatabase, type Restoration, type RestoreOptions } from './restore.ts';
