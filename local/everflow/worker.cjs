/** Starts worker.ts inside a worker thread; plain JavaScript, because a worker's first file is compiled by nobody. */
const { register } = require('tsx/cjs/api');

register();
module.exports = require('./worker.ts');
