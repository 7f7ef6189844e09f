/** What a push did, row by row: so far, or in the end (W5). */
import type { ComponentChildren } from 'preact';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { Data } from '../parts/parts';
import { Paged, type Page } from '../parts/paged';

type Row = Value<'pushRows'>['rows'][number];

interface Props {
  readonly planId: string;
  /** Words of the button that asks for them. */
  readonly opener: string;
  readonly atOnce?: boolean;
}

export function PushRows({ planId, opener, atOnce = false }: Props) {
  const { bridge } = usePanel();
  const load = async (offset: number): Promise<Page<Row>> => {
    const { rows, total } = await bridge.call('pushRows', { planId, offset });
    const next = offset + rows.length;
    return { lines: rows, total, next: rows.length > 0 && next < total ? next : null };
  };
  return (
    <div class="block">
      <Paged<Row> first={null} load={load} draw={drawRow} opener={opener} atOnce={atOnce} />
    </div>
  );
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
