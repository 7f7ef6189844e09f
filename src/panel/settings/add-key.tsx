/** Entering a further key, or a key anew (S2). */
import { useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { Live, Note } from '../parts/parts';
import { connectedText } from './connected';
import { KeyForm } from './key-form';

export function AddKey() {
  const [connected, setConnected] = useState<Value<'connectKey'> | null>(null);
  return (
    <section class="block" aria-labelledby="add-key">
      <h2 id="add-key">Enter a key</h2>
      <KeyForm blue onConnected={setConnected} />
      <Live>{connected && <Note title="Connected">{connectedText(connected)}</Note>}</Live>
    </section>
  );
}
