/** Jest transform: TypeScript to CommonJS by esbuild (ts-jest refuses TypeScript 7). */
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

module.exports = {
  process(source, file) {
    const out = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'both',
      sourcefile: file,
    });
    return { code: out.code, map: out.map };
  },
  getCacheKey: (source, file) =>
    createHash('sha1')
      .update(version + file + source)
      .digest('hex'),
};
