export declare function buildPage(options?: { outdir?: string }): Promise<{
  readonly dir: string;
  readonly entry: string;
  readonly built: boolean;
}>;
