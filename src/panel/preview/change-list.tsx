/** Every create and every changed field of a preview, old → new (D2). */
import { changedPart } from '../../core/changed-part';
import type { Preview } from './choice';
import { number, shownValue } from '../format';
import { Data } from '../parts/parts';
import { Paged } from '../parts/paged';

type PreviewPage = Preview['page'];
type Line = PreviewPage['lines'][number];

interface Props {
  readonly page: PreviewPage;
  readonly load: (offset: number) => Promise<PreviewPage>;
}

export function ChangeList({ page, load }: Props) {
  return (
    <details class="block">
      <summary>Every change, old → new ({number(page.total)})</summary>
      <Paged<Line>
        first={page}
        load={load}
        draw={(line) => <ChangeLine line={line} />}
        opener="Show changes"
      />
    </details>
  );
}

function ChangeLine({ line }: { readonly line: Line }) {
  const isNew = line.kind === 'create';
  return (
    <>
      <strong>{isNew ? 'New postback' : `#${line.id}`}</strong>
      <div class="gray">
        {line.firedFor !== undefined && <Data>{`${line.firedFor} → `}</Data>}
        <Data>{line.firesFor}</Data>
      </div>
      {line.changes.map(({ field, header, before, after }) => (
        <div key={field}>
          {header}: {!isNew && <Data>{shownValue(before)}</Data>}
          {!isNew && ' → '}
          {isNew ? <Data>{shownValue(after)}</Data> : <Changed before={before} after={after} />}
        </div>
      ))}
    </>
  );
}

interface ChangedProps {
  readonly before: number | string;
  readonly after: number | string;
}

/** The new value with the part marked that differs, where both are shown whole. */
function Changed({ before, after }: ChangedProps) {
  const [old, now] = [String(before), String(after)];
  const { prefix, suffix } = changedPart(old, now);
  const isMarked = shownValue(after) === now && prefix + suffix > 0 && prefix + suffix < now.length;
  if (!isMarked) return <Data>{shownValue(after)}</Data>;
  return (
    <bdi class="data">
      {now.slice(0, prefix)}
      <mark>{now.slice(prefix, now.length - suffix)}</mark>
      {now.slice(now.length - suffix)}
    </bdi>
  );
}
