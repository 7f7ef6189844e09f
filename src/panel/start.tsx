/** Start of the panel's page: finds the view that the menu asked for, and draws. The only file that names `google`. */
import { render } from 'preact';
import { App } from './app';
import { createBridge, type ScriptRun } from './bridge';
import { VIEWS } from './view-names';

declare const google: { readonly script: { readonly run: ScriptRun } };

const opening = VIEWS.find((view) => view === document.body.dataset['view']) ?? 'home';
const bridge = createBridge(google.script.run, () => navigator.onLine);
render(<App bridge={bridge} opening={opening} />, document.getElementById('panel')!);
