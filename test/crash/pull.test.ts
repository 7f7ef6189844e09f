/** A pull that is disturbed anywhere ends in the same sheet: a sample of what `npm run crash` tries at every point. */
import { sampleTests } from './sample';

sampleTests('P8', 'first-pull', 12, 'it ends in the sheet of an undisturbed one');
sampleTests('P8', 'refresh', 12, 'it ends in the sheet of an undisturbed one, unsent edits kept');
