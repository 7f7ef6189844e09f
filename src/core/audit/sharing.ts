/** How a snapshot is given to others: never by sharing the working file, which holds what was pulled, hidden, and can push (A5). Words for the panel; pure. */

/** One way of sharing. */
export interface SharingWay {
  readonly way: 'copy' | 'csv' | 'pdf';
  readonly title: string;
  readonly steps: readonly string[];
  /** What it is good for, and what it is not. */
  readonly note: string;
}

export interface SharingAdvice {
  readonly ways: readonly SharingWay[];
  readonly warnings: readonly string[];
}

/** @param name of the snapshot's tab */
export function sharingAdvice(
  name: string,
  snapshot: { readonly masked: boolean; readonly partnerIds: readonly number[] },
): SharingAdvice {
  const warnings = [
    'Do not share this spreadsheet itself: it holds everything that was pulled, in a hidden tab too, and whoever can edit it can change what is pushed.',
  ];
  if (!snapshot.masked)
    warnings.push(
      'URLs and codes are shown in full, with any tokens in them. For outsiders take a masked snapshot, and look it over: masking goes by looks.',
    );
  if (snapshot.partnerIds.length !== 1)
    warnings.push(
      'It holds the postbacks of several partners. For one partner take a snapshot of that partner alone.',
    );
  return {
    ways: [
      {
        way: 'copy',
        title: 'Copy the tab to a new spreadsheet and share that',
        steps: [
          `Right-click the tab "${name}" and choose Copy to > New spreadsheet.`,
          'Open the new spreadsheet and share it as viewer.',
          'Send the digest by another way, such as a ticket.',
        ],
        note: 'The receiver can filter and sort. Protection is not part of the copy; the digest is.',
      },
      {
        way: 'csv',
        title: 'Download as CSV',
        steps: [
          `Open the tab "${name}", take away filters, and choose File > Download > Comma Separated Values.`,
          'Send the digest by another way, such as a ticket.',
        ],
        note: 'The digest can be recomputed from this file without the add-on. Opening and saving it in a spreadsheet may change texts.',
      },
      {
        way: 'pdf',
        title: 'Download as PDF',
        steps: [
          `Open the tab "${name}" and choose File > Download > PDF, current sheet, landscape, fit to width.`,
        ],
        note: 'Good for reading and filing; the digest cannot be recomputed from it.',
      },
    ],
    warnings,
  };
}
