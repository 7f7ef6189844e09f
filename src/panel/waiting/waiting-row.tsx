/** One new row that waits: what happened, what Everflow holds like it, and the buttons that answer (W4). */
import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { moment, number } from '../format';
import { Button, Buttons, Data, ErrorBox } from '../parts/parts';
import { useAction } from '../use-action';

export type Row = Value<'waitingRows'>['rows'][number];
type Match = Row['matches'][number];
type Answer = Args<'answerWaiting'>[0]['answer'];

interface Props {
  readonly row: Row;
  /** True for the row that comes next. */
  readonly blue: boolean;
  readonly decision: Answer | 'later' | null;
  /** @param decision null takes "later" back */
  readonly onDecide: (decision: Answer | 'later' | null) => void;
}

const TITLES: { readonly [W in Row['why']]: string } = {
  unclear: 'Unclear: was this postback created?',
  twin: 'Everflow already has the same postback',
};
const SEND: { readonly [W in Row['why']]: string } = {
  unclear: 'It was not created: send it',
  twin: 'It is meant to fire beside it: send it',
};

/** Tells the buttons of several rows apart. */
const about = ({ rowNumber }: Row): string => `row ${number(rowNumber)}`;

/** Postbacks that the row may be said to be: one with a row of its own cannot have a second. */
export function choosable({ matches }: Row): readonly Match[] {
  return matches.filter(({ hasRow }) => !hasRow);
}

export function WaitingRow({ row, blue, decision, onDecide }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  const answerNow = (): void => {
    onDecide(null);
    title.current?.focus();
  };
  return (
    <section class="row" aria-label={`Row ${number(row.rowNumber)}`}>
      <h2 ref={title} tabIndex={-1}>
        {TITLES[row.why]}
      </h2>
      <div class="gray">
        Row {number(row.rowNumber)}: <Data>{row.firesFor}</Data>
      </div>
      <Data>{row.sends}</Data>
      {decision === null && <Question row={row} blue={blue} onDecide={onDecide} />}
      {decision === 'later' && (
        <>
          <Decided>Not decided yet: it is not sent until you answer.</Decided>
          <Buttons>
            <Button label={`Answer now: ${about(row)}`} onClick={answerNow}>
              Answer now
            </Button>
          </Buttons>
        </>
      )}
      {decision !== null && decision !== 'later' && <Decided>{decidedText(row, decision)}</Decided>}
    </section>
  );
}

/** Takes the focus that the pressed button had, so that keyboard and screen reader go on from here. */
function Decided({ children }: { readonly children: ComponentChildren }) {
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <p ref={text} tabIndex={-1}>
      {children}
    </p>
  );
}

function decidedText({ rowNumber }: Row, answer: Answer): string {
  return 'is' in answer
    ? `✓ Row ${number(rowNumber)} is #${answer.is} now. Nothing was sent.`
    : `✓ Row ${number(rowNumber)} may be sent: it is in the next review.`;
}

function Question({ row, blue, onDecide }: Omit<Props, 'decision'>) {
  const { bridge } = usePanel();
  const { busy, error, run } = useAction();
  const { rowKey, matches, why } = row;
  const choices = choosable(row);
  const answer = (given: Answer): void =>
    run(async () => {
      await bridge.call('answerWaiting', { rowKey, answer: given });
      onDecide(given);
    });
  return (
    <>
      <Told row={row} />
      <Buttons>
        {choices.map(({ id }, at) => (
          <Button
            key={id}
            label={`It is #${id}: ${about(row)}`}
            blue={blue && at === 0}
            disabled={busy}
            onClick={() => answer({ is: id })}
          >
            It is #{id}
          </Button>
        ))}
        <Button
          label={`${SEND[why]}: ${about(row)}`}
          disabled={busy}
          onClick={() => answer({ others: matches.map(({ id }) => id) })}
        >
          {SEND[why]}
        </Button>
        <Button label={`Decide later: ${about(row)}`} disabled={busy} onClick={() => onDecide('later')}>
          Decide later
        </Button>
      </Buttons>
      <ErrorBox error={error} />
    </>
  );
}

function Told({ row: { why, at, rowNumber, matches } }: Pick<Props, 'row'>) {
  const when = at > 0 ? ` (${moment(at)})` : '';
  const found = why === 'twin' ? 'In Everflow' : 'Possible match';
  return (
    <>
      <p>
        {why === 'twin'
          ? 'It was not sent. Both would fire for the same and send the same, unless it is that postback.'
          : `Everflow did not answer when row ${number(rowNumber)} was sent${when}.`}
      </p>
      {matches.length === 0 ? (
        <p>{NONE[why]}</p>
      ) : (
        <ul>
          {matches.map((match) => (
            <li key={match.id}>
              {found}: {matchText(match)}
            </li>
          ))}
        </ul>
      )}
      {why === 'unclear' && <p>Sending again could make it fire twice.</p>}
    </>
  );
}

const NONE: { readonly [W in Row['why']]: string } = {
  unclear: 'Just now Everflow has none like it. It may still appear there some minutes after the sending.',
  twin: 'Just now Everflow has none like it any more.',
};

function matchText({ id, likeness, differs, made, hasRow }: Match): string {
  const same = likeness === 'exact' ? 'the same in every field' : 'same partner, offer, URL';
  const others = differs.length === 0 ? '' : `, differs in ${differs.join(', ')}`;
  const when = made > 0 ? `, made ${moment(made * 1000)}` : '';
  const own = hasRow ? '. It has a row of its own here: if this row made it, delete this row.' : '';
  return `#${id} (${same}${others}${when})${own}`;
}
