/** Others who act while a step is live, or after its time: a sample of what `npm run crash` tries at every point. */
import { sampleTests } from './sample';

sampleTests('J2', 'rivals', 12, 'a second step is refused, and one that was overtaken writes no more');
