/** One cause of problems: how often, where, and its fixes (V11). */
import { CHANGED_THERE_TOO } from '../../core/problem';
import type { Value } from '../bridge';
import { number } from '../format';
import { Button, Buttons, Data, Field, Form } from '../parts/parts';

export type Group = NonNullable<Value<'checkStep'>['result']>['groups'][number];

const SEVERITIES: { readonly [S in Group['severity']]: string } = {
  error: 'Cannot be pushed',
  'own-tick': 'Needs a tick of its own in the preview',
  warning: 'Warning',
};

/** Causes of new rows that wait for a person (W4). */
const WAITING: readonly string[] = ['unclear-create', 'twin-create'];

interface Props {
  readonly group: Group;
  readonly onFix: (fixId: string) => void;
  readonly onShow: () => void;
  /** The rows are answered one by one, with what Everflow holds. */
  readonly onAnswer: () => void;
  /** The word was typed that says the cells are right. */
  readonly onConfirm: (word: string) => void;
  /** Where rows that were changed in Everflow too are settled one by one. */
  readonly onSettle: () => void;
}

export function ProblemGroup({ group, onFix, onShow, onAnswer, onConfirm, onSettle }: Props) {
  const { cause, title, count, severity, fixes, examples } = group;
  return (
    <section class={severity === 'error' ? 'box bad' : 'box'}>
      <h2>
        <Data>{title}</Data>
      </h2>
      <p>
        {SEVERITIES[severity]} · {number(count)} {count === 1 ? 'time' : 'times'}
      </p>
      <Buttons>
        {WAITING.includes(cause) && <Button onClick={onAnswer}>Answer these</Button>}
        {cause === CHANGED_THERE_TOO && <Button onClick={onSettle}>Settle them</Button>}
        {fixes.map(
          (fix) =>
            fix.word === undefined && (
              <Button key={fix.id} onClick={() => onFix(fix.id)}>
                {fix.label} ({number(fix.count)})
              </Button>
            ),
        )}
        <Button onClick={onShow}>Show</Button>
      </Buttons>
      {fixes.map(
        ({ id, label, word }) =>
          word !== undefined && <TypedWord key={id} label={label} onConfirm={onConfirm} />,
      )}
      <details>
        <summary>{count > examples.length ? `The first ${examples.length} places` : 'Where'}</summary>
        <ul>
          {examples.map(({ rowNumber, header, message }, at) => (
            <li key={at}>
              Row {number(rowNumber)}
              {header && `, ${header}`}: <Data>{message}</Data>
            </li>
          ))}
        </ul>
      </details>
    </section>
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
