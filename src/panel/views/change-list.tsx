/** Every create and every changed field of a preview, old → new (D2). */
import type { Preview } from '../choice';
import { number, shownValue } from '../format';
import { Data } from '../parts';
import { Paged } from './paged';

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
          <Data>{shownValue(after)}</Data>
        </div>
      ))}
    </>
  );
}
