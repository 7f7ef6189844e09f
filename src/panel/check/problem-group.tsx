/** One cause of problems: how often, where, and its fixes (V11). */
import { CHANGED_THERE_TOO } from '../../core/problem';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { number } from '../format';
import { Fold } from '../parts/fold';
import { LongList } from '../parts/long-list';
import { pageOf, type Page } from '../parts/page';
import { Button, Buttons, Data, Field, Form } from '../parts/parts';
import { fixText, showText, textOf, titleOf } from './group-words';

export type Group = NonNullable<Value<'checkStep'>['result']>['groups'][number];
type Place = Group['examples'][number];

const SEVERITIES: { readonly [S in Group['severity']]: string } = {
  error: 'Cannot be pushed',
  'own-tick': 'Needs a tick of its own in the preview',
  warning: 'Warning',
};

/** Causes of new rows that wait for a person (W4). */
const WAITING: readonly string[] = ['unclear-create', 'twin-create'];

interface Props {
  readonly group: Group;
  /** While something is done about another group, or about this one. */
  readonly busy: boolean;
  readonly onFix: (fixId: string) => void;
  readonly onShow: () => void;
  /** The word was typed that says the cells are right. */
  readonly onConfirm: (word: string) => void;
}

export function ProblemGroup({ group, busy, onFix, onShow, onConfirm }: Props) {
  const { go } = usePanel();
  const { cause, count, severity, fixes } = group;
  const title = titleOf(group);
  const text = textOf(group);
  return (
    <section class={severity === 'error' ? 'box bad' : 'box'} aria-label={title}>
      <h2>
        <Data>{title}</Data>
      </h2>
      <p>
        {SEVERITIES[severity]} · {number(count)} {count === 1 ? 'time' : 'times'}
      </p>
      {text !== '' && (
        <p>
          <Data>{text}</Data>
        </p>
      )}
      <Buttons>
        {WAITING.includes(cause) && <Button onClick={() => go('waiting')}>Answer these</Button>}
        {cause === CHANGED_THERE_TOO && <Button onClick={() => go('conflicts')}>Settle them</Button>}
        {fixes.map(
          (fix) =>
            fix.word === undefined && (
              <Button key={fix.id} disabled={busy} onClick={() => onFix(fix.id)}>
                {fixText(fix)}
              </Button>
            ),
        )}
        <Button disabled={busy} onClick={onShow}>
          {showText(group)}
        </Button>
      </Buttons>
      {fixes.map(
        ({ id, label, word }) =>
          word !== undefined && <TypedWord key={id} label={label} onConfirm={onConfirm} />,
      )}
      <Places group={group} />
    </section>
  );
}

/** Where the problems are. The first ones came with the check; the others are asked for as they are scrolled to. */
function Places({ group: { cause, severity, count, examples } }: { readonly group: Group }) {
  const { bridge } = usePanel();
  const isOne = count === 1 && examples.length <= 1;
  if (isOne) return <p class="gray">{examples[0] && <Where of={examples[0]} />}</p>;
  const load = async (offset: number): Promise<Page<Place>> => {
    const { lines, total } = await bridge.call('problemsPage', { cause, severity, offset });
    return pageOf(lines, offset, total);
  };
  return (
    <Fold summary={`Where (${number(Math.max(count, examples.length))})`}>
      {() => (
        <LongList<Place>
          what={['place', 'places']}
          first={pageOf(examples, 0, Math.max(count, examples.length))}
          load={load}
          draw={(place) => (
            <>
              <Where of={place} />: <Data>{place.message}</Data>
            </>
          )}
        />
      )}
    </Fold>
  );
}

function Where({ of: { rowNumber, header } }: { readonly of: Place }) {
  return (
    <>
      Row {number(rowNumber)}
      {header && (
        <>
          , <Data>{header}</Data>
        </>
      )}
    </>
  );
}

interface TypedWordProps {
  /** Names the word to be typed. */
  readonly label: string;
  readonly onConfirm: (word: string) => void;
}

function TypedWord({ label, onConfirm }: TypedWordProps) {
  return (
    <Form onSubmit={(form) => onConfirm(String(new FormData(form).get('word') ?? ''))}>
      <Field
        label={label}
        control={(attributes) => <input {...attributes} name="word" autocomplete="off" required />}
      />
      <Button>Confirm</Button>
    </Form>
  );
}
