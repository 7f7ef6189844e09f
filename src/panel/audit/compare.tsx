/** Comparing two snapshots, or one and what was pulled last (A4). */
import { useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { count, moment, number } from '../format';
import { Interrupted } from '../job/interrupted';
import { Help } from '../parts/help';
import { Button, Buttons, Heading } from '../parts/parts';
import { Refused } from '../parts/refused';
import { ChoiceList } from './choice-list';
import { Loading } from './loading';
import { SnapshotName, type Snapshot } from './snapshot-words';
import { StepsAtWork } from './steps-at-work';
import { useLoaded } from './use-loaded';
import { useJob } from './use-job';

type Request = Args<'compareStart'>[0];
type Result = NonNullable<Value<'compareStep'>['result']>;

export function CompareView({ resume }: { readonly resume: Resume | undefined }) {
  const { bridge } = usePanel();
  const { busy, error, progress, last, begun, goOn, start } = useJob<'compareStep'>(
    (to) => to.call('compareStep'),
    resume,
  );
  if (last?.result) return <Compared result={last.result} />;
  if (busy && begun)
    return (
      <StepsAtWork title="Comparing" guide="compare" progress={progress}>
        Keep this panel open; if it is closed, the comparison pauses and can go on later.
      </StepsAtWork>
    );
  if (error && begun) return <Interrupted kind="compare" error={error} begun again={goOn} />;
  return (
    <>
      <Choose busy={busy} onCompare={(request) => start(() => bridge.call('compareStart', request))} />
      <Refused error={error} />
    </>
  );
}

interface ChooseProps {
  readonly busy: boolean;
  readonly onCompare: (request: Request) => void;
}

const NOW = 0;

function Choose({ busy, onCompare }: ChooseProps) {
  const { bridge, status, go } = usePanel();
  const loaded = useLoaded(() => bridge.call('snapshots'));
  const [older, setOlder] = useState<number | undefined>();
  const [newer, setNewer] = useState(NOW);
  const a = older ?? loaded.value?.[0]?.sheetId;
  return (
    <>
      <Heading>Compare</Heading>
      <Help guide="compare">
        Makes a tab of what differs, field by field, with who it was as far as the change log tells.
      </Help>
      <Loading<Snapshot>
        loaded={loaded}
        empty={
          <>
            <p>There is no snapshot yet to compare with.</p>
            <Button blue onClick={() => go('snapshot')}>
              Take audit snapshot
            </Button>
          </>
        }
      >
        {(snapshots) => (
          <>
            <ChoiceList
              legend="Older: A"
              entries={snapshots.map((one) => [one.sheetId, <SnapshotName of={one} />] as const)}
              chosen={a}
              onChoose={setOlder}
            />
            <ChoiceList
              legend="Newer: B"
              entries={[
                [NOW, <NowName at={status.pull?.at} />] as const,
                ...snapshots
                  .filter(({ sheetId }) => sheetId !== a)
                  .map((one) => [one.sheetId, <SnapshotName of={one} />] as const),
              ]}
              chosen={newer === a ? NOW : newer}
              onChoose={setNewer}
            />
            <Buttons>
              <Button
                blue
                disabled={busy}
                onClick={() => onCompare({ a: a!, b: newer === NOW || newer === a ? 'now' : newer })}
              >
                Compare
              </Button>
              <Button onClick={() => go('pull')}>Pull first</Button>
            </Buttons>
          </>
        )}
      </Loading>
    </>
  );
}

function NowName({ at }: { readonly at: number | undefined }) {
  return (
    <>
      <strong>Everflow as last pulled</strong>
      <br />
      <span class="gray">
        {at === undefined ? 'Nothing was pulled yet' : `${moment(at)}; pull first for today’s state`}
      </span>
    </>
  );
}

function Compared({ result }: { readonly result: Result }) {
  const { go } = usePanel();
  const { cancelled, name, changed, added, gone, onlyTold, marks } = result;
  return (
    <>
      <Heading>{cancelled ? 'Comparison cancelled' : 'Compared'}</Heading>
      <Help guide="compare">
        {cancelled ? 'No tab was left behind.' : `Every difference stands in the tab “${name}”.`}
      </Help>
      {!cancelled && (
        <ul>
          <li>
            {count(changed, 'postback')} changed, {number(added)} only in B, {number(gone)} only in A
          </li>
          {onlyTold > 0 && <li>{count(onlyTold, 'postback')} with other names or times only</li>}
          <li>{count(marks.ours, 'difference')} pushed from here</li>
          <li>{count(marks.seen, 'difference')} by others, seen by a pull or push</li>
          <li>{count(marks.unexplained, 'difference')} that the change log does not explain</li>
        </ul>
      )}
      <Button blue onClick={() => go('audit')}>
        Done
      </Button>
    </>
  );
}
