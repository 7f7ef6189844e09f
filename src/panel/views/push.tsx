/** Reviewing and pushing: fetches the preview, and once it is confirmed hands over to the push (D2, D3). */
import { useEffect, useState } from 'preact/hooks';
import { usePanel, type Resume } from '../context';
import type { PreviewAnswer } from '../choice';
import { Button, ErrorBox, Heading, Live } from '../parts';
import { useAction } from '../use-action';
import { PreviewForm } from './preview-form';
import { PushRun, type Confirmed } from './push-run';

export function PushView({ resume }: { readonly resume: Resume | undefined }) {
  const { bridge, go } = usePanel();
  const [opened, setOpened] = useState<PreviewAnswer | null>(null);
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null);
  const { error, run } = useAction();
  const open = (): void => run(async () => setOpened(await bridge.call('previewStart')));
  useEffect(() => {
    if (!resume) open();
  }, []);

  if (resume || confirmed) return <PushRun begin={confirmed ?? resume ?? 'go-on'} />;
  if (opened) return <PreviewForm answer={opened} onConfirmed={setConfirmed} />;
  return (
    <>
      <Heading>Review and push</Heading>
      <Live>{error ? '' : 'Checking your edits…'}</Live>
      <ErrorBox error={error} />
      {error && (
        <Button blue onClick={() => go('check')}>
          Check edits
        </Button>
      )}
    </>
  );
}
