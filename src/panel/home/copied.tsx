/** A copied spreadsheet: what it is, and the choice between keeping it as a record and working in it (S7). */
import { usePanel, type Status } from '../context';
import { Help } from '../parts/help';
import { Button, Buttons, ErrorBox, Heading } from '../parts/parts';
import { useAction } from '../use-action';

type Trouble = NonNullable<Status['trouble']>;

const LABELS: { readonly [C in Trouble['choices'][number]]: string } = {
  keepAsRecord: 'Keep as a record (read-only)',
  workInCopy: 'Work in this copy',
};

export function Copied({ trouble }: { readonly trouble: Trouble }) {
  const { bridge, refresh } = usePanel();
  const { busy, error, run } = useAction();
  const choose = (choice: Trouble['choices'][number]): void =>
    run(async () => {
      await bridge.call(choice);
      await refresh();
    });
  return (
    <>
      <Heading>{trouble.title}</Heading>
      <Help guide="copies">{trouble.text}</Help>
      <Buttons>
        {trouble.choices.map((choice, at) => (
          <Button key={choice} blue={at === 0} disabled={busy} onClick={() => choose(choice)}>
            {LABELS[choice]}
          </Button>
        ))}
      </Buttons>
      <ErrorBox error={error} />
    </>
  );
}
