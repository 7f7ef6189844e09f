/** Leaving changes out by field, warning, partner or host, or down to the rows selected in the sheet (D2). */
import type { ComponentChildren } from 'preact';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Button, Buttons, Data, ErrorBox, Tick } from '../parts/parts';
import { useAction } from '../use-action';
import { groupWarnings, withAllRows, withTick, type Preview, type Unticked } from './choice';

/** Entries of a kind with a tick of their own here; the rest is chosen by selecting rows. */
const TOLD = 20;

interface Props {
  /** Counts over all changes, so that they stay while ticks come and go. */
  readonly all: Preview;
  readonly unticked: Unticked;
  readonly onChange: (unticked: Unticked) => void;
}

export function LeaveOutForm({ all, unticked, onChange }: Props) {
  const { partners, urlHosts, fields } = all;
  const warnings = groupWarnings(all);
  return (
    <section aria-label="Leave out" class="box">
      <p>What is not ticked here stays as a change in the sheet.</p>
      <Rows unticked={unticked} onChange={onChange} />
      {fields.length > 1 && (
        <TickList
          legend="Fields"
          total={fields.length}
          entries={fields.map(({ field, header, count: rows }) => [field, header, rows])}
          unticked={unticked.fields}
          onChange={(left) => onChange({ ...unticked, fields: left })}
        />
      )}
      {warnings.length > 0 && (
        <TickList
          legend="Rows with a warning"
          total={warnings.length}
          entries={warnings.map(({ cause, title, count: rows }) => [cause, title, rows])}
          unticked={unticked.warned}
          onChange={(left) => onChange({ ...unticked, warned: left })}
        />
      )}
      {partners.total > 1 && (
        <TickList
          legend="Partners"
          total={partners.total}
          entries={partners.most.map(({ id, name, count: rows }) => [id, partnerText(id, name), rows])}
          unticked={unticked.partners}
          onChange={(left) => onChange({ ...unticked, partners: left })}
        />
      )}
      {urlHosts.total > 1 && (
        <TickList
          legend="Hosts"
          total={urlHosts.total}
          entries={urlHosts.most.map(({ host, count: rows }) => [host, host, rows])}
          unticked={unticked.hosts}
          onChange={(left) => onChange({ ...unticked, hosts: left })}
        />
      )}
    </section>
  );
}

function partnerText(id: number, name: string): string {
  if (id === 0) return 'All partners';
  return name === '' ? `Partner ${id}` : `${name} (${id})`;
}

interface TickListProps<K> {
  readonly legend: string;
  /** How many there are, told or not. */
  readonly total: number;
  /** Key, words and number of rows of each. */
  readonly entries: readonly (readonly [K, string, number])[];
  readonly unticked: readonly K[];
  readonly onChange: (unticked: readonly K[]) => void;
}

function TickList<K extends string | number>(props: TickListProps<K>): ComponentChildren {
  const { legend, total, entries, unticked, onChange } = props;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {entries.slice(0, TOLD).map(([key, words, rows]) => (
        <Tick
          key={key}
          checked={!unticked.includes(key)}
          onChange={(on) => onChange(withTick(unticked, key, on))}
        >
          <Data>{words}</Data> ({number(rows)})
        </Tick>
      ))}
      {total > TOLD && <p class="gray">and {number(total - TOLD)} more</p>}
    </fieldset>
  );
}

function Rows({ unticked, onChange }: Omit<Props, 'all'>) {
  const { bridge } = usePanel();
  const { error, busy, run } = useAction();
  const { only, ids, rowKeys } = unticked;
  const oneByOne = ids.length + rowKeys.length;
  const narrow = (): void =>
    run(async () => {
      const selected = await bridge.call('selection', { visibleOnly: false });
      onChange({ ...unticked, only: { ids: selected.ids, rowKeys: selected.rowKeys } });
    });
  return (
    <>
      {only && <p>Only the {count(only.ids.length + only.rowKeys.length, 'row')} that you selected.</p>}
      {oneByOne > 0 && <p>{count(oneByOne, 'row')} left out one by one.</p>}
      <ErrorBox error={error} />
      <Buttons>
        <Button disabled={busy} onClick={narrow}>
          Only the rows selected in the sheet
        </Button>
        {(only || oneByOne > 0) && (
          <Button onClick={() => onChange(withAllRows(unticked))}>All rows again</Button>
        )}
      </Buttons>
    </>
  );
}
