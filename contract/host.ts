/** The host that was named when the suite was built. */

/** Put in by the build. */
// oxlint-disable-next-line no-underscore-dangle -- no script has a name like it
declare const __CONTRACT_HOST__: string;

/** As in `https://httpbin.org/`; '' if none was named, and then nothing is sent. A function, since Node reads the list of entries without a build. */
export const namedHost = (): string => __CONTRACT_HOST__;
