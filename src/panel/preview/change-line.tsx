/** One create, or one row's changed fields, old → new, with the changed part of each value marked (D2). Drawn by the panel and by the wide window. */
import type { ComponentChildren } from 'preact';
import { shownValue } from '../format';
import { markedPair } from '../parts/marked';
import { Data } from '../parts/parts';
import { Pieces } from '../parts/pieces';
import type { Preview } from './choice';

export type Line = Preview['page']['lines'][number];
type Change = Line['changes'][number];

interface Props {
  readonly line: Line;
  /** About the most characters of a value that are shown. */
  readonly most: number;
  readonly children?: ComponentChildren;
}

/** Names a line: its id, or that it is new. */
export const nameOf = ({ kind, id }: Line): string => (kind === 'create' ? 'New postback' : `#${id}`);

export function ChangeLine({ line, most, children }: Props) {
  return (
    <div class="change">
      <div>
        <strong>{nameOf(line)}</strong>
        <div class="gray">
          {line.firedFor !== undefined && <Data>{`${line.firedFor} → `}</Data>}
          <Data>{line.firesFor}</Data>
        </div>
      </div>
      <dl>
        {line.changes.map((change) => (
          <Values key={change.field} change={change} isNew={line.kind === 'create'} most={most} />
        ))}
      </dl>
      {children}
    </div>
  );
}

/** With a space that does not break: a long URL would leave the arrow on a line of its own. */
const ARROW = '→\u00a0';

interface ValuesProps {
  readonly change: Change;
  readonly isNew: boolean;
  readonly most: number;
}

function Values({ change: { header, before, after }, isNew, most }: ValuesProps) {
  const [old, now] = markedPair(before, after, most);
  return (
    <div class="values">
      <dt>{header}</dt>
      {isNew ? (
        <dd class="new">
          <Data>{shownValue(after, most)}</Data>
        </dd>
      ) : (
        <>
          <dd class="old">
            <Pieces of={old} />
          </dd>
          <dd>
            <span class="arrow">{ARROW}</span>
            <Pieces of={now} />
          </dd>
        </>
      )}
    </div>
  );
}
