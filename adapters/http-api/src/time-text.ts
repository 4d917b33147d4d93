// Times as the API prints and reads them. RFC 3339.

/** A time in milliseconds since 1970 as text. */
export const timeText = (time: number): string => new Date(time).toISOString();

/** The milliseconds since 1970 of a text that the validator has let through. */
export const timeOf = (text: string): number => Date.parse(text);
