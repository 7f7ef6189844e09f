/** The shape of what is said when something is refused or fails. */

/** What is said when something is refused or fails: what happened, and what to do next. */
export interface Words {
  readonly title: string;
  readonly text: string;
}

/** Title and text. */
export const words = (title: string, text: string): Words => ({ title, text });
