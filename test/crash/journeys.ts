/** The runs that are disturbed: pushing a confirmed plan, and pulling, as the panel carries them on. */
import { EVERYTHING } from '../../src/everflow/query';
import type { Operator } from '../../local/story/operator';
import type { Journey } from './patient';

/** What the panel knows of the job: only after a call has returned is it sure. */
type Known = 'idle' | 'under way' | 'unknown';

export class PushJourney implements Journey {
  private known: Known;

  constructor(
    private readonly plan: { readonly planId: string; readonly digest: string },
    begun = false,
  ) {
    this.known = begun ? 'unknown' : 'idle';
  }

  next(as: Operator): boolean {
    if (this.known === 'unknown') {
      const isUnderWay = as.call('status').job !== null;
      const hasRows = !isUnderWay && as.call('pushRows', { planId: this.plan.planId, offset: 0 }).total > 0;
      if (hasRows) return true;
      this.known = isUnderWay ? 'under way' : 'idle';
      return false;
    }
    if (this.known === 'idle') {
      as.call('pushStart', { planId: this.plan.planId, digest: this.plan.digest });
      this.known = 'under way';
      return false;
    }
    const { result, paused } = as.call('pushStep');
    if (paused !== '') as.call('pushGoOn');
    return result !== undefined;
  }

  reopened(): void {
    this.known = 'unknown';
  }
}

export class PullJourney implements Journey {
  private known: Known = 'idle';

  next(as: Operator): boolean {
    if (this.known === 'unknown') {
      // A pull that has ended is begun again: the panel cannot tell it from one that never began, and it does no harm.
      this.known = as.call('status').job === null ? 'idle' : 'under way';
      return false;
    }
    if (this.known === 'idle') {
      as.call('pullStart', { query: EVERYTHING, details: 'load' });
      this.known = 'under way';
      return false;
    }
    return as.call('pullStep').result !== undefined;
  }

  reopened(): void {
    this.known = 'unknown';
  }
}
