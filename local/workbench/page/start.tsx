/** The page begins: loads the workbook and puts everything on screen. */
import './page.css';
import { render } from 'preact';
import { App } from './chrome/app';
import { Store } from './chrome/store';
import { openForScripts } from './for-scripts';
import { Session } from './session';

const element = document.createElement('div');
element.id = 'grid';
const session = new Session(element, new Store());
render(<App session={session} grid={element} />, document.getElementById('page')!);
openForScripts(session, session.load());
