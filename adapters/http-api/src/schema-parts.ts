// Parts that the schemas of requests and answers are made of.
import { Type, type TProperties } from 'typebox';

/** An object without members that are not listed. */
export const strict = <Properties extends TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

export const text = (description: string) => Type.String({ description });
export const time = (description: string) => Type.String({ format: 'date-time', description });
export const literals = <const Value extends string>(values: readonly Value[], description: string) =>
  Type.Enum([...values], { description });

/** A value of a profile field. */
export const ProfileValue = Type.Union([Type.String(), Type.Boolean(), Type.Array(Type.String())]);
