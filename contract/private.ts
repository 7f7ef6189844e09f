/** A function whose name ends in "_": whether a page may call it is what `page.private` asks. */

/** Never called. */
// oxlint-disable-next-line no-underscore-dangle -- the underscore is the point
export function contractPrivate_(): void {
  throw new Error('A page has called a private function.');
}
