/** Where Google tells no address: asking for the name that the change log and snapshots show, marked as stated (A1). */
import { usePanel } from '../context';
import { Help } from '../parts/help';
import { Button, ErrorBox, Field, Form, Heading } from '../parts/parts';
import { useAction } from '../use-action';

const STATED = ' (as stated)';

/** @param person who acts, as the server tells it */
export const isUntold = (person: string): boolean => person === '' || person.endsWith(STATED);

/** Asked once, before the first push or snapshot. */
export function NameFirst() {
  return (
    <>
      <Heading>Who are you?</Heading>
      <Help guide="your-name">
        Google does not tell the add-on who you are, so type the name that the change log shall show, marked
        as stated.
      </Help>
      <NameForm blue />
    </>
  );
}

export function NameForm({ blue = false }: { readonly blue?: boolean }) {
  const { bridge, status, refresh } = usePanel();
  const { busy, error, run } = useAction();
  const save = (form: HTMLFormElement): void =>
    run(async () => {
      await bridge.call('stateName', { name: String(new FormData(form).get('name')) });
      await refresh();
    });
  return (
    <Form onSubmit={save}>
      <Field
        label="Your name"
        control={(attributes) => (
          <input
            {...attributes}
            name="name"
            required
            maxLength={80}
            autocomplete="name"
            defaultValue={status.person.replace(STATED, '')}
          />
        )}
      />
      <Button blue={blue} disabled={busy}>
        Save name
      </Button>
      <ErrorBox error={error} />
    </Form>
  );
}
