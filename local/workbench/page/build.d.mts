export declare function buildPage(options?: { outdir?: string }): Promise<{
  readonly folder: string;
  readonly built: boolean;
}>;
