const { availableParallelism } = require('node:os');

/** Tests are TypeScript, turned into CommonJS by esbuild; the type check is a step of its own (`npm run types`). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-esbuild.cjs' },
  globalSetup: '<rootDir>/test/global-setup.ts',
  testSequencer: '<rootDir>/test/sequencer.cjs',
  testTimeout: 120_000,
  // One more than there are cores: browsers, and scripts that people run, are waited for as often as anything is computed here.
  maxWorkers: availableParallelism() + 1,
};
