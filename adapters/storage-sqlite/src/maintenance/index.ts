export { backUpDatabase, type BackupOptions } from './backup.ts';
export { inspectDatabase, type Counts, type Inspection, type InspectionOptions, type Misfit } from './inspection.ts';
export { MaintenanceRefused } from './maintenance-refused.ts';
export { restoreDatabase, type Restoration, type RestoreOptions } from './restore.ts';
