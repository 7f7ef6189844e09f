/** How scripts that people run end when something is not as it should be: in words, and with code 1. */

/** Something that a person has to put right: its message says what, where, and what to do next. */
export class Refusal extends Error {}

/** Runs a script. What is neither a Refusal nor a mistyped option is a bug, and is told with its place. */
export function runScript(main: () => void): void {
  try {
    main();
  } catch (error) {
    process.stderr.write(`\n${wordsOf(error as Error & { code?: string })}\n`);
    process.exitCode = 1;
  }
}

function wordsOf(error: Error & { code?: string }): string {
  if (error instanceof Refusal) return error.message;
  // As Node's own parser of options throws them.
  if (error.code?.startsWith('ERR_PARSE_ARGS')) return `${error.message}\nOptions: see --help.`;
  return String(error.stack);
}
