/**
 * Which test files begin: those that take long before those that do not, or one core would be left with such a file at the end. Files with a browser come one at a
 * time among the others: they wait as often as they work, and too many at once make each other late.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

/** Slowest kinds first. */
const KINDS = ['deploy', 'crash', 'contract', 'bundle', 'local'];
/** Others that begin between two files with a browser. */
const BETWEEN = 6;

const isOf = ({ path }, folder) => path.replaceAll('\\', '/').includes(`/test/${folder}/`);

const weightOf = (test) => {
  const kind = KINDS.findIndex((folder) => isOf(test, folder));
  return kind < 0 ? KINDS.length : kind;
};

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    // Stable: within a kind the usual order holds, by what is known of earlier runs in this checkout, and by size.
    const sorted = super.sort(tests).toSorted((a, b) => weightOf(a) - weightOf(b));
    const withBrowser = sorted.filter((test) => isOf(test, 'browser'));
    const others = sorted.filter((test) => !isOf(test, 'browser'));
    return [
      ...withBrowser.flatMap((test, at) => [test, ...others.slice(at * BETWEEN, (at + 1) * BETWEEN)]),
      ...others.slice(withBrowser.length * BETWEEN),
    ];
  }
};
