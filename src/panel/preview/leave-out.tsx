/** Leaving changes out by partner, by host, or down to the rows selected in the sheet (D2). */
import { withTick, type Preview, type Unticked } from './choice';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Button, Buttons, Data, ErrorBox, Tick } from '../parts/parts';
import { useAction } from '../use-action';

/** Partners and hosts with a tick of their own here; the rest is chosen by selecting rows. */
const TOLD = 20;

interface Props {
  /** Counts over all changes, so that they stay while ticks come and go. */
  readonly all: Preview;
  readonly unticked: Unticked;
  readonly onChange: (unticked: Unticked) => void;
}

export function LeaveOutForm({ all, unticked, onChange }: Props) {
  const { partners, urlHosts } = all;
  return (
    <details class="block">
      <summary>Leave out by partner, host or selected rows</summary>
      <SelectedRows unticked={unticked} onChange={onChange} />
      {partners.total > 1 && (
        <fieldset>
          <legend>Partners</legend>
          {partners.most.slice(0, TOLD).map(({ id, name, count: rows }) => (
            <Tick
              key={id}
              checked={!unticked.partners.includes(id)}
              onChange={(on) => onChange({ ...unticked, partners: withTick(unticked.partners, id, on) })}
            >
              <Data>{partnerText(id, name)}</Data> ({number(rows)})
            </Tick>
          ))}
          <More total={partners.total} />
        </fieldset>
      )}
      {urlHosts.total > 1 && (
        <fieldset>
          <legend>Hosts</legend>
          {urlHosts.most.slice(0, TOLD).map(({ host, count: rows }) => (
            <Tick
              key={host}
              checked={!unticked.hosts.includes(host)}
              onChange={(on) => onChange({ ...unticked, hosts: withTick(unticked.hosts, host, on) })}
            >
              <Data>{host}</Data> ({number(rows)})
            </Tick>
          ))}
          <More total={urlHosts.total} />
        </fieldset>
      )}
    </details>
  );
}

function partnerText(id: number, name: string): string {
  if (id === 0) return 'All partners';
  return name === '' ? `Partner ${id}` : `${name} (${id})`;
}

function More({ total }: { readonly total: number }) {
  return total > TOLD ? <p class="gray">and {number(total - TOLD)} more</p> : null;
}

function SelectedRows({ unticked, onChange }: Omit<Props, 'all'>) {
  const { bridge } = usePanel();
  const { error, busy, run } = useAction();
  const { only, ...others } = unticked;
  const narrow = (): void =>
    run(async () => {
      const { ids, rowKeys } = await bridge.call('selection', { visibleOnly: false });
      onChange({ ...unticked, only: { ids, rowKeys } });
    });
  return (
    <>
      {only && <p>Only the {count(only.ids.length + only.rowKeys.length, 'row')} that you selected.</p>}
      <ErrorBox error={error} />
      <Buttons>
        <Button disabled={busy} onClick={narrow}>
          Only the rows selected in the sheet
        </Button>
        {only && <Button onClick={() => onChange(others)}>All rows again</Button>}
      </Buttons>
    </>
  );
}
