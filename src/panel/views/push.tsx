/** Reviewing and pushing: fetches the preview, and once it is confirmed hands over to the push (D2, D3). */
import { useEffect, useState } from 'preact/hooks';
import { usePanel, type Resume } from '../context';
import { firstUnticked, leaveOutOf, ownTickWarnings, type Preview, type PreviewAnswer } from '../choice';
import { Button, ErrorBox, Heading, Live } from '../parts';
import { useAction } from '../use-action';
import { PreviewForm } from './preview-form';
import { PushRun, type Confirmed } from './push-run';

/** A preview and its first page with the first ticks. */
interface Opened {
  readonly answer: PreviewAnswer;
  readonly first: Preview;
}

export function PushView({ resume }: { readonly resume: Resume | undefined }) {
  const { bridge, go } = usePanel();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null);
  const { error, run } = useAction();
  const open = (): void =>
    run(async () => {
      const answer = await bridge.call('previewStart');
      const { previewId, all, chosen } = answer;
      const leaveOut = leaveOutOf(firstUnticked(all));
      // The server leaves out effects that are not ticked; warnings with a tick of their own begin unticked too.
      const first =
        ownTickWarnings(all).length === 0
          ? chosen
          : await bridge.call('previewShow', { previewId, leaveOut, offset: 0 });
      setOpened({ answer, first });
    });
  useEffect(() => {
    if (!resume) open();
  }, []);

  if (resume || confirmed) return <PushRun begin={confirmed ?? resume ?? 'go-on'} />;
  if (opened) return <PreviewForm answer={opened.answer} first={opened.first} onConfirmed={setConfirmed} />;
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
