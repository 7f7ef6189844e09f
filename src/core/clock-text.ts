/** A time of day in words that mean the same to everybody who works in a file. */

/** `14:02 UTC`. @param ms milliseconds since the epoch */
export function clockText(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}
