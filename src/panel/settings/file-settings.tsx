/** Settings that everyone in this spreadsheet shares: read-only or not, when a number is typed to confirm, and whether a reason is needed (S6, D2). */
import { useEffect, useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { Button, ErrorBox, Field, Form, Live, Tick } from '../parts/parts';
import { useAction } from '../use-action';
import { ReadOnlyTick } from './read-only-tick';

type Settings = Value<'settings'>;

export function FileSettings() {
  const { bridge } = usePanel();
  const { busy, error, run } = useAction();
  const [settings, setSettings] = useState<Settings | null>(null);
  const [told, setTold] = useState('');
  const load = (): void => run(async () => setSettings(await bridge.call('settings')));
  const save = (wanted: Settings): void =>
    run(async () => {
      setSettings(await bridge.call('saveSettings', wanted));
      setTold('Saved for everyone in this spreadsheet.');
    });
  return (
    <details class="block" onToggle={(event) => event.currentTarget.open && !settings && load()}>
      <summary>For everyone in this spreadsheet</summary>
      <ReadOnlyTick />
      {settings && <Choices settings={settings} busy={busy} save={save} />}
      <Live>{told}</Live>
      <ErrorBox error={error} />
    </details>
  );
}

interface ChoicesProps {
  readonly settings: Settings;
  readonly busy: boolean;
  readonly save: (settings: Settings) => void;
}

function Choices({ settings, busy, save }: ChoicesProps) {
  const [reasonRequired, setReasonRequired] = useState(settings.reasonRequired);
  useEffect(() => setReasonRequired(settings.reasonRequired), [settings]);
  return (
    <Form
      onSubmit={(form) => save({ threshold: Number(new FormData(form).get('threshold')), reasonRequired })}
    >
      <Field
        label="Type the number to confirm above"
        help="Changes in one push. More than ten that turn on or reach more always need it."
        control={(attributes) => (
          <input
            {...attributes}
            name="threshold"
            type="number"
            min="0"
            step="1"
            required
            defaultValue={String(settings.threshold)}
          />
        )}
      />
      <Tick checked={reasonRequired} onChange={setReasonRequired}>
        A reason or ticket is needed for each push
      </Tick>
      <Button disabled={busy}>Save</Button>
    </Form>
  );
}
