/**
 * The one door to the numfmt library. It knows no cell and no sheet.
 *
 * numfmt 4.0.1 names dist/index.cjs in its package exports but ships dist/index.js, so `require('numfmt')` fails
 * (https://www.npmjs.com/package/numfmt/v/4.0.1); the file is therefore named directly.
 */
export {
  format,
  getFormatFromId,
  getLocale,
  isDateFormat,
  isValidFormat,
  parseValue,
} from '../../../node_modules/numfmt/dist/index.js';
