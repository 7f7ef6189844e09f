/** The changes of a preview for reading at length, wherever the panel shows it beside (D2). Reads the preview as it was stored, and changes nothing. */
import { itemsFound, type Find } from '../../core/plan-find';
import { leaveOut, type LeaveOut } from '../../core/plan-leave-out';
import { pageOf, type PreviewPage } from '../../core/plan-preview';
import { Refusal } from '../../core/words';
import { needHead } from '../head';
import { readStored } from './plan-store';
import type { Ports } from '../ports';

export interface FindRequest {
  readonly previewId: string;
  readonly leaveOut: LeaveOut;
  readonly find: Find;
  /** Of what is found, from 0. */
  readonly offset: number;
}

/**
 * @throws Refusal plan-unknown once the preview was confirmed or another one was opened, plan-old once postbacks were pulled, and whatever
 * else a preview can be refused for
 */
export function findLines(ports: Ports, request: FindRequest): PreviewPage {
  const { plan, baseline } = readStored(ports, 'preview', request.previewId);
  if (needHead(ports).baseline !== baseline) throw new Refusal('plan-old');
  return pageOf(itemsFound(leaveOut(plan, request.leaveOut), request.find), request.offset);
}
