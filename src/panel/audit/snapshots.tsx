/** The snapshots that were taken, each to be verified or to restore rows from (A3, U3). */
import { useState } from 'preact/hooks';
import { usePanel } from '../context';
import { Help } from '../parts/help';
import { Button, Buttons, Heading } from '../parts/parts';
import { ChoiceList } from './choice-list';
import { Loading } from './loading';
import { RestoreRows } from './restore';
import { SnapshotName, type Snapshot } from './snapshot-words';
import { useLoaded } from './use-loaded';
import { VerifySnapshot } from './verify';

type Stage = 'list' | 'verify' | 'restore';

export function SnapshotsView() {
  const { bridge, go } = usePanel();
  const loaded = useLoaded(() => bridge.call('snapshots'));
  const [chosen, setChosen] = useState<number | undefined>();
  const [stage, setStage] = useState<Stage>('list');
  const snapshot = loaded.value?.find(({ sheetId }) => sheetId === chosen) ?? loaded.value?.[0];
  if (snapshot && stage === 'verify') return <VerifySnapshot snapshot={snapshot} />;
  if (snapshot && stage === 'restore') return <RestoreRows snapshot={snapshot} />;
  return (
    <>
      <Heading>Snapshots</Heading>
      <Help guide="verify">The last 20 that were taken here and whose tabs are still there.</Help>
      <Loading<Snapshot>
        loaded={loaded}
        empty={
          <>
            <p>There is none yet.</p>
            <Button blue onClick={() => go('snapshot')}>
              Take audit snapshot
            </Button>
          </>
        }
      >
        {(snapshots) => (
          <>
            <ChoiceList
              legend="Snapshot"
              entries={snapshots.map((one) => [one.sheetId, <SnapshotName of={one} />] as const)}
              chosen={snapshot?.sheetId}
              onChoose={setChosen}
            />
            <Buttons>
              <Button blue onClick={() => setStage('verify')}>
                Verify
              </Button>
              <Button onClick={() => setStage('restore')}>Restore rows from it</Button>
            </Buttons>
          </>
        )}
      </Loading>
    </>
  );
}
