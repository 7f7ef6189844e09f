/** Where the audit begins: everything that tells, proves or takes back what was done (A, U). */
import { usePanel } from '../context';
import { Help } from '../parts/help';
import { Button, Buttons, Heading } from '../parts/parts';
import type { View } from '../view-names';

const WAYS: readonly (readonly [View, string])[] = [
  ['snapshot', 'Take audit snapshot'],
  ['snapshots', 'Verify or restore a snapshot'],
  ['compare', 'Compare snapshots'],
  ['log', 'Change log'],
  ['undo', 'Undo a push'],
];

export function AuditView() {
  const { go } = usePanel();
  return (
    <>
      <Heading>Audit and undo</Heading>
      <Help guide="audit-and-undo">
        Keep a state of the postbacks, see what changed since, and take back what a push did.
      </Help>
      <Buttons>
        {WAYS.map(([view, text], at) => (
          <Button key={view} blue={at === 0} onClick={() => go(view)}>
            {text}
          </Button>
        ))}
      </Buttons>
    </>
  );
}
