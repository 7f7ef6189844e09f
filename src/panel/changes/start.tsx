/** Start of the wide window's page: finds which preview it was opened for, and draws. */
import { render } from 'preact';
import { createBridge, type Args, type ScriptRun } from '../bridge';
import { ChangesWindow } from './changes-window';

declare const google: { readonly script: { readonly run: ScriptRun } };

const shown = JSON.parse(document.body.dataset['shown'] || 'null') as Args<'showChanges'>[0];
render(
  <ChangesWindow bridge={createBridge(google.script.run, () => navigator.onLine)} shown={shown} />,
  document.getElementById('changes')!,
);
