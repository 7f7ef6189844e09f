/**
 * Which test files begin: those that take minutes first, or one of two cores would be left with such a file at the end. Known durations, from earlier
 * runs in this checkout, come before anything else; a fresh clone has none.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

/** Slowest kinds first. */
const KINDS = ['browser', 'deploy', 'crash', 'contract', 'bundle', 'local'];

const weightOf = ({ path }) => {
  const kind = KINDS.findIndex((folder) => path.replaceAll('\\', '/').includes(`/test/${folder}/`));
  return kind < 0 ? KINDS.length : kind;
};

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    // Stable: within a kind the largest file stays first, as the usual order has it.
    return sorted.toSorted((a, b) => weightOf(a) - weightOf(b));
  }
};
