/** Tests are TypeScript, turned into CommonJS by esbuild; the type check is a step of its own (`npm run types`). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-esbuild.cjs' },
  globalSetup: '<rootDir>/test/global-setup.ts',
  testSequencer: '<rootDir>/test/sequencer.cjs',
  testTimeout: 120_000,
  // The default leaves a core free; CI has two, and half of the work waits for the other half.
  maxWorkers: '100%',
};
