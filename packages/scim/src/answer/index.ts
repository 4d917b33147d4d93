export { represent, type Locate } from './represent.ts';
export { bindProjection, isProjected, withSpecified, type Projection, type ProjectionNames } from './projection.ts';
export { project } from './project.ts';
