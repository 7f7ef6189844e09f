/** The stand-in of the Apps Script API as tests use it: nothing else in this folder needs to be imported. */
export { environment, HOOK, writeLogin } from './made-up-login';
export type { ScriptFile } from './projects';
export { startGoogleApi, type Exchange, type GoogleApi } from './server';
