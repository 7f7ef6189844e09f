/** Which version of the add-on this is, for records that outlive it. A test holds it against `package.json`. */
export const VERSION = '0.1.0';
