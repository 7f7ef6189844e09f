/** Exposed functions of the windows beside the panel: the guide, and the wide list of changes, which reads what it shows page by page. */
import { findLines, type FindRequest } from '../flows/preview/lines';
import type { PreviewPage } from '../core/plan-preview';
import { answer, type Answer } from '../platform/answer';
import { showChangesDialog, showGuideDialog, type ChangesShown } from '../platform/ui';
import { asked } from './calls';

/** Opens the user guide. @param request `section`: id of the heading it opens at */
export function showGuide(request: { section: string }): Answer<boolean> {
  return answer(() => {
    showGuideDialog(request.section);
    return true;
  });
}

/** Opens a wide window with every change of a preview, old → new, as it is chosen now (D2). */
export function showChanges(request: ChangesShown): Answer<boolean> {
  return answer(() => {
    showChangesDialog(request);
    return true;
  });
}

/** Changes of a preview that are looked for, in pages of at most 500. */
export function changesFound(request: FindRequest): Answer<PreviewPage> {
  return asked((ports) => findLines(ports, request));
}
