export { applyLine, unfulfilled, type LineFault, type LineOptions } from '../directory/apply-line.ts';
export {
  bindColumns,
  MAX_COLUMNS,
  writableColumns,
  type Column,
  type ReadableColumn,
} from '../directory/bind-columns.ts';
export { type Cell, type Cells } from '../directory/cell.ts';
export { columnFaultText, InvalidColumns, type ColumnFault } from '../directory/column-fault.ts';
export { defaultMatch, settingFault, type SettingFault } from '../directory/import-settings.ts';
export {
  JOB_LIMITS,
  JOB_STATES,
  NO_LINES,
  NO_PEOPLE,
  type ImpactJob,
  type ImpactReport,
  type ImportJob,
  type ImportJobReport,
  type ImportRequest,
  type Job,
  type JobError,
  type JobState,
} from '../jobs/job.ts';
export {
  type DirectoryExport,
  type ExportedGroup,
  type ExportedUser,
  type ExportPage,
  type UserExport,
} from '../ports/inbound/directory-export.ts';
export {
  IMPORT_CALLER,
  IncompleteImport,
  type DirectoryImport,
  type ImportLine,
  type ImportRun,
  type ImportSettings,
  type LineOutcome,
  type MissingReport,
  type MissingUsers,
} from '../ports/inbound/directory-import.ts';
export {
  JobCancelled,
  JobExists,
  JobLost,
  NoSuchJob,
  type ClaimedJob,
  type ImportSubmission,
  type ImportUpload,
  type JobDesk,
  type JobService,
} from '../ports/inbound/job-service.ts';
export { type DirectoryDependencies } from '../use-cases/directory-parts.ts';
export { makeDirectoryExport } from '../use-cases/export-directory.ts';
export { makeDirectoryImport } from '../use-cases/import-directory.ts';
export { queuedJobs, type JobDependencies, type QueuedJobs } from '../use-cases/job-store.ts';
export { makeJobDesk, makeJobService } from '../use-cases/jobs.ts';
