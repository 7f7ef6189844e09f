/** A push that is disturbed anywhere, and one that is gone on with: a sample of what `npm run crash` tries at every point. */
import { sampleTests } from './sample';

sampleTests('J1', 'push', 18, 'nothing is lost, doubled or revived, and what is told is true');
sampleTests('J1', 'going-on', 9, 'a going on that is disturbed can be gone on with');
