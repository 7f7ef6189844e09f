/** Types of gas-local 1.3.1, which ships none: only what is used here. */
declare module 'gas-local' {
  /** Runs every .js file of a folder in one context made of `globals`, and returns that context. Keep `globals` fresh per load. */
  export function require(folder: string, globals: object): Record<string, unknown>;
}
