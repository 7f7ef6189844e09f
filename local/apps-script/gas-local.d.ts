/** Types of gas-local 1.3.1, which ships none: only what is used here. */
declare module 'gas-local' {
  /** Runs files of a folder, by default every .js file, in one context made of `globals`, and returns that context. Keep `globals` fresh per load. */
  export function require(
    folder: string,
    globals: object,
    options?: { readonly filter?: (file: string) => boolean },
  ): Record<string, unknown>;
}
