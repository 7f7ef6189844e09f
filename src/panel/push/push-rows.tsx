/** What a push did, row by row: so far, or in the end (W5). */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { LongList } from '../parts/long-list';
import { pageOf, type Page } from '../parts/page';
import { Button, Data } from '../parts/parts';

type Row = Value<'pushRows'>['rows'][number];

/** The rows, behind a button: most people need only the counts. */
export function PushRows({ planId, opener }: { readonly planId: string; readonly opener: string }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <PushRowList planId={planId} />;
  return (
    <p>
      <Button onClick={() => setOpen(true)}>{opener}</Button>
    </p>
  );
}

export function PushRowList({ planId }: { readonly planId: string }) {
  const { bridge } = usePanel();
  const load = async (offset: number): Promise<Page<Row>> => {
    const { rows, total } = await bridge.call('pushRows', { planId, offset });
    return pageOf(rows, offset, total);
  };
  return <LongList<Row> what={['row', 'rows']} first={null} load={load} draw={drawRow} />;
}

/** Which postback a line is about. */
export function PostbackName({ id }: { readonly id: number }): ComponentChildren {
  return <strong>{id === 0 ? 'New postback' : `#${id}`}</strong>;
}

function drawRow({ id, outcome, message }: Row) {
  return (
    <>
      <PostbackName id={id} />: {outcome}
      {message !== '' && (
        <div>
          <Data>{message}</Data>
        </div>
      )}
    </>
  );
}
