/**
 * A protected sheet or range: who may edit it. It knows no service object.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/protection
 */
import { intersects, type Area } from './area';

export class Protection {
  description = '';
  /** Anyone may edit; the screen only asks first. */
  warningOnly = false;
  /** undefined: everyone who can edit the spreadsheet, as protect() alone leaves it. */
  editors: Set<string> | undefined;

  constructor(
    readonly kind: 'SHEET' | 'RANGE',
    /** Only for ranges. */
    public area: Area | undefined,
  ) {}

  /** Whether it covers any cell of an area (undefined: the sheet itself). */
  covers(area: Area | undefined): boolean {
    if (this.kind === 'SHEET') return true;
    return area !== undefined && this.area !== undefined && intersects(area, this.area);
  }

  /** The owner can always edit. */
  admits(email: string, owner: string): boolean {
    return this.warningOnly || email === owner || !this.editors || this.editors.has(email);
  }
}
