/** The wide window: every change of a preview, old → new, to be read and searched and nothing else (D2). */
import { useEffect, useState } from 'preact/hooks';
import type { Args, Bridge } from '../bridge';
import { count } from '../format';
import { LongList } from '../parts/long-list';
import { Button, ErrorBox, Field, Form, Live } from '../parts/parts';
import { ChangeLine, type Line } from '../preview/change-line';
import type { Preview } from '../preview/choice';
import { effectText } from '../preview/effect-words';
import { useAction } from '../use-action';

type Shown = Args<'showChanges'>[0];
type Find = Args<'changesFound'>[0]['find'];

interface Props {
  readonly bridge: Bridge;
  readonly shown: Shown;
}

/** Characters of a value that are shown at most: a window has room for whole URLs. */
const MOST = 4000;
const EVERYTHING: Find = { effect: '', text: '' };

interface Found {
  readonly find: Find;
  readonly page: Preview['page'];
  readonly turn: number;
}

export function ChangesWindow({ bridge, shown }: Props) {
  const [effects, setEffects] = useState<Preview['effects']>([]);
  const [found, setFound] = useState<Found | null>(null);
  const { busy, error, run } = useAction();
  const pageOf = (find: Find, offset: number): Promise<Preview['page']> =>
    bridge.call('changesFound', { ...shown, find, offset });
  const search = (find: Find): void =>
    run(async () => {
      const page = await pageOf(find, 0);
      setFound((before) => ({ find, page, turn: (before?.turn ?? 0) + 1 }));
    });
  useEffect(
    () =>
      run(async () => {
        const preview = await bridge.call('previewShow', { ...shown, offset: 0 });
        setEffects(preview.effects);
        setFound({ find: EVERYTHING, page: preview.page, turn: 0 });
      }),
    [],
  );
  return (
    <main>
      <h1>What would be pushed</h1>
      <p class="gray">
        As ticked in the panel when this window was opened. It is for reading: ticks, number and buttons are
        in the panel.
      </p>
      <Search effects={effects} busy={busy} search={search} />
      <Live>{busy ? 'Looking…' : found ? toldOf(found) : ''}</Live>
      <ErrorBox error={error} />
      {found && (
        <LongList<Line>
          key={found.turn}
          what={['row', 'rows']}
          first={found.page}
          load={(offset) => pageOf(found.find, offset)}
          draw={(line) => <ChangeLine line={line} most={MOST} />}
        />
      )}
    </main>
  );
}

function toldOf({ find, page }: Found): string {
  const isAll = find.effect === '' && find.text.trim() === '';
  if (page.total === 0) return isAll ? 'Nothing is chosen in the panel.' : 'No row is like that.';
  return isAll ? `${count(page.total, 'row')}.` : `${count(page.total, 'row')} found.`;
}

interface SearchProps {
  readonly effects: Preview['effects'];
  readonly busy: boolean;
  readonly search: (find: Find) => void;
}

function Search({ effects, busy, search }: SearchProps) {
  const submit = (form: HTMLFormElement): void => {
    const data = new FormData(form);
    search({ effect: String(data.get('effect')) as Find['effect'], text: String(data.get('text')) });
  };
  return (
    <Form onSubmit={submit}>
      <div class="search">
        <Field
          label="What it does"
          control={(attributes) => (
            <select {...attributes} name="effect">
              <option value="">anything</option>
              {effects.map(({ effect, count: rows }) => (
                <option key={effect} value={effect}>
                  {effectText(effect, rows)}
                </option>
              ))}
            </select>
          )}
        />
        <Field
          label="Text in id, Fires for or a value"
          control={(attributes) => <input {...attributes} name="text" autocomplete="off" />}
        />
        <Button blue disabled={busy}>
          Search
        </Button>
      </div>
    </Form>
  );
}
