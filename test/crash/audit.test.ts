/** Audit runs that are disturbed anywhere: a sample of what `npm run crash` tries at every point. */
import { sampleTests } from './sample';

sampleTests('A2', 'snapshot', 10, 'the snapshot is whole, and no half one is left');
sampleTests('A4', 'compare', 8, 'it tells what an undisturbed comparison tells');
sampleTests('U2', 'undo', 8, 'it brings the same cells back');
