// Looks into JSON of which nothing is known.
import type { JsonObject } from '../subjects/subject.ts';

/** Whether JSON is an object. */
export const isObject = (json: unknown): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** A member of an object; undefined when there is none, or when it is no object. */
export const memberOf = (json: unknown, name: string): unknown =>
  isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;

/** The elements of a list; none when it is no list. */
export const elementsOf = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : []);

/** A text; the empty one when it is none. */
export const textOf = (json: unknown): string => (typeof json === 'string' ? json : '');

/** The resources of a list; some servers answer discovery with a bare array. */
export const resourcesOf = (body: unknown): readonly unknown[] =>
  Array.isArray(body) ? body : elementsOf(memberOf(body, 'Resources'));
