/**
 * Entering an API key and testing it (S2, S3). The key is read from the field once, given to the call, and the field is emptied before
 * the call begins: it is never kept in state, in storage or in the page.
 */
import type { Value } from '../bridge';
import { API_HOSTS } from '../../core/postback';
import { usePanel } from '../context';
import { enterKeyText, REGIONS } from '../format';
import { Button, Buttons, ErrorBox, Field, Form } from '../parts/parts';
import { useAction } from '../use-action';

interface Props {
  readonly blue: boolean;
  readonly onConnected: (result: Value<'connectKey'> | null) => void;
}

export function KeyForm({ blue, onConnected }: Props) {
  const { bridge, refresh } = usePanel();
  const { busy, error, run } = useAction();

  const connect = (form: HTMLFormElement): void => {
    const host = String(new FormData(form).get('host'));
    const key = takeKey(form);
    run(async () => {
      onConnected(null);
      onConnected(await bridge.call('connectKey', { host, key }));
      await refresh();
    });
  };
  return (
    <Form onSubmit={connect}>
      <Field
        label="Region"
        control={(attributes) => (
          <select {...attributes} name="host">
            {API_HOSTS.map((host) => (
              <option key={host} value={host}>
                {REGIONS[host]} ({host})
              </option>
            ))}
          </select>
        )}
      />
      <Field
        label="API key"
        control={(attributes) => (
          <input {...attributes} name="key" type="password" autocomplete="off" required />
        )}
      />
      <ErrorBox error={error} />
      {error?.code === 'other-network' && <OtherNetwork close={() => run(() => Promise.resolve())} />}
      <TestButton busy={busy} blue={blue} />
    </Form>
  );
}

/** The key is good, but for another network than this spreadsheet's (S4): its own is asked for, or nothing is. */
function OtherNetwork({ close }: { readonly close: () => void }) {
  const { network } = usePanel().status;
  const enter = (event: MouseEvent): void => {
    const { form } = event.currentTarget as HTMLButtonElement;
    (form!.elements.namedItem('key') as HTMLInputElement).focus();
  };
  return (
    <Buttons>
      <Button onClick={enter}>{enterKeyText(network)}</Button>
      <Button onClick={close}>Close</Button>
    </Buttons>
  );
}

function TestButton({ busy, blue }: { readonly busy: boolean; readonly blue: boolean }) {
  return (
    <div class="block">
      <Button blue={blue} disabled={busy}>
        {busy ? 'Testing…' : 'Test connection'}
      </Button>
    </div>
  );
}

/** The key in the form, which no longer holds it. */
function takeKey(form: HTMLFormElement): string {
  const field = form.elements.namedItem('key') as HTMLInputElement;
  const key = field.value;
  field.value = '';
  return key;
}
