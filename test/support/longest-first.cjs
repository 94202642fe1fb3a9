const { default: Sequencer } = require('@jest/test-sequencer');

/** Specs that take a minute or more. Begun last, one of them would keep a core idle until it ends. */
const LONG = [
  'journeys/fortnight',
  'access/canary-sweep',
  'architecture/inputs',
  'persons/search-oracle',
  'platform/due-faults',
  'audit/read-kills',
];

/** Jest's own order (what failed, what is big), behind what is known to take long: a fresh clone has no times to go by. */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => {
      const at = LONG.findIndex((name) => path.includes(name));
      return at < 0 ? LONG.length : at;
    };
    return [...(await super.sort(tests))].sort((a, b) => place(a) - place(b));
  }
};
